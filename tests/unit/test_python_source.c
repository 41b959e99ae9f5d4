/* SPDX-License-Identifier: MIT
 * What the tokenizer and the reader see in Python, and what they must not see. */
#include "python_source.h"
#include "python_tokens.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct source_case {
    const char *text, *seen;
};

/* "import" module[.name][?], "name"=callee, "$"variable[!], each with a blank. */
static void describe(struct strbuf *out, const struct python_source *source)
{
    for (size_t i = 0; i < source->imports.count; i++) {
        const struct python_import *import = &source->imports.items[i];
        strbuf_add_format(out, "import %u:%s:%s%s ", import->level, import->module,
                          import->name ? import->name : "", import->optional ? "?" : "");
    }
    for (size_t i = 0; i < source->names.count; i++)
        strbuf_add_format(out, "%s=%s ", source->names.items[i].name,
                          source->names.items[i].callee);
    for (size_t i = 0; i < source->variables.count; i++)
        strbuf_add_format(out, "$%s%s@%zu ", source->variables.items[i].name,
                          source->variables.items[i].required ? "!" : "",
                          source->variables.items[i].line);
}

ParameterizedTestParameters(python_source, reads)
{
    static struct source_case cases[] = {
        { "import os, sys as system", "import 0:os: import 0:sys: os= system= " },
        { "import a.b.c", "import 0:a.b.c: a= " },
        { "from flask import (Flask, # x\n  session as s)\n",
          "import 0:flask:Flask import 0:flask:session Flask= s= " },
        { "from . import x", "import 1::x x= " },
        { "from ..a.b import x", "import 2:a.b:x x= " },
        { "from a import *", "import 0:a: " },
        { "# import x", "" },
        { "x = 'import y'", "x= " },
        { "\"\"\"\nimport y\n\"\"\"", "" },
        { "try:\n    import a\nexcept ImportError:\n    import b\nimport c",
          "import 0:a:? import 0:b:? import 0:c: a= b= c= " },
        { "if TYPE_CHECKING:\n  import a\n", "import 0:a:? a= " },
        { "app = Flask(__name__)", "app=Flask " },
        { "app: Flask = flask.Flask(__name__)", "app=Flask " },
        { "def f():\n    app = Flask()\nweb = f()", "f= web=f " },
        { "if x == 1:\n    app = Flask()", "app=Flask " },
        { "x == Flask()", "" },
        { "k = os.environ['A']", "k= $A!@1 " },
        { "os.environ['A'] = 'b'", "" },
        { "if os.environ['A'] == 'b': pass", "$A!@1 " },
        { "k = os.environ.get(\n  'A', 1)\nj = os.getenv(\"B\")",
          "k=get j=getenv $A@2 $B@3 " },
        { "k = environ[f'A']; j = 1", "k= j= $A!@1 " },
        { "x = 1 \\\n  + 2\nimport a", "import 0:a: x= a= " },
        { "x = (\n'unclosed\nimport a", "x= " },
        { "import", "" },
        { "from", "" },
        { "from x import", "" },
        { "'''never closed", "" },
        { "x = '", "x= " },
        { "\\", "" },
    };
    return cr_make_param_array(struct source_case, cases, COUNT(cases));
}

ParameterizedTest(struct source_case *row, python_source, reads)
{
    struct arena arena;
    struct python_source source;
    struct strbuf seen;
    arena_init(&arena);
    strbuf_init(&seen, 4096);
    python_source_read(&arena, "a.py", str_from(row->text), &source);
    describe(&seen, &source);
    cr_assert_str_eq(seen.at, row->seen, "%s\nsaw: %s", row->text, seen.at);
    cr_assert_eq(source.code.len, source.text.len);
    python_source_release(&source);
    strbuf_release(&seen);
    arena_release(&arena);
}

Test(python_source, any_bytes_will_do)
{
    struct python_tokens tokens;
    char bytes[256];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i * 37);
    python_tokens_read(&tokens, (logdoc_str){ bytes, sizeof(bytes) });
    cr_assert_eq(tokens.list.items[tokens.list.count - 1].kind, PYTHON_END);
    python_tokens_release(&tokens);
}
