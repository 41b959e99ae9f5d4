/* SPDX-License-Identifier: MIT
 * The style sheet of the HTML page: light and dark, wide and narrow, printed. */
#include "html_style.h"

#include <stddef.h>

const char *const html_style[] = {
    ":root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --text: #1c1f24;\n"
    "  --soft: #5b6472; --line: #dde1e7; --code: #f0f2f5; --mark: #fff3c9;\n"
    "  --fatal: #b3202c; --error: #b3202c; --warning: #8a5a00; --info: #1b5fa8;\n"
    "  --over: #1f7a3f; --add: #1f7a3f; --remove: #b3202c; }\n",
    "@media (prefers-color-scheme: dark) {\n"
    "  :root { --page: #14161a; --card: #1d2026; --text: #e6e9ee; --soft: #9aa4b2;\n"
    "    --line: #343a44; --code: #14161a; --mark: #40370f; --fatal: #ff7b80;\n"
    "    --error: #ff7b80; --warning: #f0b849; --info: #7ab7ff; --over: #6fd08c;\n"
    "    --add: #6fd08c; --remove: #ff7b80; } }\n",
    "* { box-sizing: border-box; }\n"
    "body { margin: 0; padding: 1.5rem 1rem; background: var(--page); color: "
    "var(--text);\n"
    "  font: 1rem/1.55 system-ui, sans-serif; }\n"
    "main, footer { max-width: 52rem; margin: 0 auto; overflow-wrap: anywhere; }\n",
    "article { background: var(--card); border: 1px solid var(--line);\n"
    "  border-left: 5px solid var(--tone); border-radius: 8px; padding: 1.25rem 1.5rem;\n"
    "  margin-bottom: 1.25rem; }\n"
    ".fatal { --tone: var(--fatal); } .error { --tone: var(--error); }\n"
    ".warning { --tone: var(--warning); } .info { --tone: var(--info); }\n"
    ".over { --tone: var(--over); }\n",
    ".severity { margin: 0; color: var(--tone); font-size: .8rem; font-weight: 700;\n"
    "  letter-spacing: .06em; }\n"
    "h2 { margin: .1rem 0 .5rem; font-size: 1.35rem; line-height: 1.3; }\n"
    "article:not(:first-child) h2 { font-size: 1.1rem; }\n"
    "h3 { margin: 1.25rem 0 .25rem; font-size: .8rem; letter-spacing: .06em;\n"
    "  text-transform: uppercase; color: var(--soft); }\n"
    "p { margin: .25rem 0 .5rem; }\n",
    "code, pre { font: .875rem/1.5 ui-monospace, \"DejaVu Sans Mono\", Menlo, Consolas,\n"
    "  monospace; }\n"
    "pre { margin: .35rem 0; padding: .5rem .75rem; background: var(--code);\n"
    "  border-radius: 6px; white-space: pre-wrap; }\n",
    ".log { list-style: none; margin: 1rem 0; padding: .35rem 0; background: "
    "var(--code);\n"
    "  border-radius: 6px; }\n"
    ".log li { padding: .2rem .75rem; }\n"
    ".log span { display: block; color: var(--soft); font-size: .75rem; }\n"
    ".log code { white-space: pre-wrap; }\n"
    ".decisive { background: var(--mark); }\n"
    ".decisive code { font-weight: 700; }\n",
    ".file { margin: .75rem 0 0; font-weight: 600; font-size: .875rem; }\n"
    ".command { user-select: all; }\n"
    ".command::before { content: \"$ \"; color: var(--soft); }\n"
    "ins, del { text-decoration: none; user-select: all; }\n"
    "ins { color: var(--add); } ins::before { content: \"+ \"; }\n"
    "del { color: var(--remove); } del::before { content: \"- \"; }\n",
    ".fix h3 { color: var(--over); }\n"
    "details { margin-top: .5rem; } summary { cursor: pointer; color: var(--soft); }\n"
    "ul { margin: .25rem 0; padding-left: 1.25rem; }\n"
    ".more { list-style: none; padding: 0; } a { color: var(--info); }\n"
    ".gaps { padding: .5rem .75rem; border-left: 5px solid var(--warning);\n"
    "  background: var(--card); }\n",
    "footer { color: var(--soft); font-size: .875rem; }\n"
    ".nothing { color: var(--over); font-size: 1.15rem; }\n"
    "@media (max-width: 34rem) { body { padding: .5rem; } article { padding: 1rem; } }\n"
    "@media print { article { break-inside: avoid; } body { background: none; } }\n",
    NULL,
};
