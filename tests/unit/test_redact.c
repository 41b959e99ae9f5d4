/* SPDX-License-Identifier: MIT
 * What is masked, and what must stay as it is. */
#include "redact.h"
#include "str.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <time.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define CAP ((size_t)4 << 20)

/* Token shapes stand in two parts, so that nobody takes these for real ones. */
#define TWENTY "a1B2c3D4e5F6g7H8i9J0"

struct mask_case {
    const char *text, *wanted;
};

static const struct mask_case masked[] = {
    /* URLs */
    { "postgres://u4k:p4ss@ec2-1.compute.amazonaws.com:5432/d1",
      "postgres://u4k:[secret]@ec2-1.compute.amazonaws.com:5432/d1" },
    { "REDIS_URL=redis://:hunter2@host:6379", "REDIS_URL=redis://:[secret]@host:6379" },
    { "could not connect to \"amqp://me:it@is@host/v\"",
      "could not connect to \"amqp://me:[secret]@host/v\"" },
    { "postgres://me:a/b?c#d@host/x", "postgres://me:[secret]@host/x" },
    { "mongodb+srv://me:abc@c0.mongodb.net/?w=1",
      "mongodb+srv://me:[secret]@c0.mongodb.net/?w=1" },
    { "https://0123456789abcdef0123@github.com/me/x",
      "https://[secret]@github.com/me/x" },
    { "jdbc:postgresql://host/db?user=me&password=abc&ssl=true",
      "jdbc:postgresql://host/db?user=me&password=[secret]&ssl=true" },
    /* Assignments */
    { "password=hunter2", "password=[secret]" },
    { "password=secret", "password=[secret]" },
    { "user=bob password=hunter host=x", "user=bob password=[secret] host=x" },
    { "SECRET_KEY=dj&ango", "SECRET_KEY=[secret]&ango" },
    { "AWS_SECRET_ACCESS_KEY=abc/def+ghi,jkl)mno", "AWS_SECRET_ACCESS_KEY=[secret]" },
    { "SECRET_KEY = 'django-insecure-x%(#y'", "SECRET_KEY = '[secret]'" },
    { "SECRET_KEY_BASE: 0a1b2c3d", "SECRET_KEY_BASE: [secret]" },
    { "\"password\":\"a \\\" b\", \"user\":\"bob\"",
      "\"password\":\"[secret]\", \"user\":\"bob\"" },
    { "{\\\"password\\\":\\\"hunter2\\\",\\\"a\\\":1}",
      "{\\\"password\\\":\\\"[secret]\\\",\\\"a\\\":1}" },
    { "'api_key': 'abc', 'page': 2", "'api_key': '[secret]', 'page': 2" },
    { "{\"user\"=>\"bob\", \"password\"=>\"secret\"}",
      "{\"user\"=>\"bob\", \"password\"=>\"[secret]\"}" },
    { ":access_key => 'abc'", ":access_key => '[secret]'" },
    { "password: \"must be long\"", "password: \"[secret]\"" },
    { "password: hunter", "password: [secret]" },
    { "token: 0123456789", "token: [secret]" },
    { "dbPassword=abc", "dbPassword=[secret]" },
    { "PGPASSWORD=abc psql", "PGPASSWORD=[secret] psql" },
    { "x-api-key: abc123", "x-api-key: [secret]" },
    { "os.environ['API_KEY'] = \"abc\"", "os.environ['API_KEY'] = \"[secret]\"" },
    { "user[password]=abc&user[name]=x", "user[password]=[secret]&user[name]=x" },
    { "user%5Bpassword%5D=abc&x=1", "user%5Bpassword%5D=[secret]&x=1" },
    { "path=\"/reset?token=abc&x=1\"", "path=\"/reset?token=[secret]&x=1\"" },
    { "sessionid=abc; csrftoken=def", "sessionid=[secret]; csrftoken=[secret]" },
    { "connect.sid=s%3Aabc", "connect.sid=[secret]" },
    { "Set-Cookie: id=abc; Path=/; HttpOnly", "Set-Cookie: [secret]" },
    { "APP_KEY=base64:abc=", "APP_KEY=[secret]" },
    { "password=b'abc'", "password=b'[secret]'" },
    { "\"secret\": \"cut off in the 1st line", "\"secret\": \"[secret]" },
    /* Authorization */
    { "Authorization: Bearer mysecrettoken", "Authorization: Bearer [secret]" },
    { "'Authorization': 'Basic dXNlcjpwYXNz'", "'Authorization': 'Basic [secret]'" },
    { "authorization=abc", "authorization=[secret]" },
    { "-H Bearer a1b2c3d4e5", "-H Bearer [secret]" },
    /* Shapes */
    { "key HRKU-" TWENTY " x", "key HRKU-[secret] x" },
    { "gh"
      "p_" TWENTY,
      "ghp_[secret]" },
    { "github"
      "_pat_" TWENTY,
      "github_pat_[secret]" },
    { "id AK"
      "IAIOSFODNN7EXAMPLE,",
      "id AKIA[secret]," },
    { "(sk"
      "_live_" TWENTY ")",
      "(sk_live_[secret])" },
    { "xo"
      "xb-123-" TWENTY,
      "xoxb-[secret]" },
    { "AI"
      "za" TWENTY TWENTY,
      "AIza[secret]" },
    { "S"
      "G." TWENTY "." TWENTY,
      "SG.[secret]" },
    { "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-_d end", "jwt [secret] end" },
    /* People */
    { "to jane.doe+x@example.com, done", "to …@example.com, done" },
    { "Key (email)=(a@b.co) already exists", "Key (email)=(…@b.co) already exists" },
};

ParameterizedTestParameters(redact, masks)
{
    return cr_make_param_array(const struct mask_case, masked, COUNT(masked));
}

static void expect_redacted(const char *text, const char *wanted)
{
    struct strbuf out;

    strbuf_init(&out, CAP);
    redact_add(&out, str_from(text));
    cr_expect_str_eq(out.at, wanted, "%s\n  is  %s\n  not %s", text, out.at, wanted);
    strbuf_release(&out);
}

ParameterizedTest(const struct mask_case *given, redact, masks)
{
    expect_redacted(given->text, given->wanted);
}

/* What is masked once looks masked. */
ParameterizedTestParameters(redact, changes_nothing_the_second_time)
{
    return cr_make_param_array(const struct mask_case, masked, COUNT(masked));
}

ParameterizedTest(const struct mask_case *given, redact, changes_nothing_the_second_time)
{
    expect_redacted(given->wanted, given->wanted);
}

struct plain_case {
    const char *text;
};

ParameterizedTestParameters(redact, keeps)
{
    static const struct plain_case cases[] = {
        { "" },
        /* Talk of tokens, passwords, sessions */
        { "SyntaxError: Unexpected token }" },
        { "SyntaxError: Unexpected token < in JSON at position 0" },
        { "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON" },
        { "SyntaxError: Unexpected token = in JSON at position 3" },
        { "SyntaxError: Unexpected token : in JSON" },
        { "SyntaxError: Unexpected token: punc (})" },
        { "Unexpected token: name (foo)" },
        { "unexpected token: }" },
        { "FATAL:  password authentication failed for user \"x\"" },
        { "MongoServerError: bad auth : Authentication failed." },
        { "bad auth: Authentication failed" },
        { "fe_sendauth: no password supplied" },
        { "Invalid password: must be at least 8 characters" },
        { "password: can't be blank" },
        { "{\"token\": \"has expired\"}" },
        { "{\"password\":[\"This field is required.\"]}" },
        { "Bearer token missing" },
        { "Basic authentication failed" },
        { "max_tokens: 4096" },
        { "token_type=bearer" },
        { "cryptography.fernet.InvalidToken" },
        { "jwt.exceptions.InvalidTokenError: Signature has expired" },
        { "Can't verify CSRF token authenticity." },
        { "InvalidAuthenticityToken (ActionController::InvalidAuthenticityToken):" },
        /* Names of what is missing */
        { "KeyError: 'SECRET_KEY'" },
        { "KeyError: 'token'" },
        { "key not found: \"SECRET_KEY_BASE\" (KeyError)" },
        { "ImproperlyConfigured: The SECRET_KEY setting must not be empty." },
        { "Missing `secret_key_base` for 'production' environment" },
        { "in `validate_secret_key_base': Missing `secret_key_base`" },
        { "NameError: name 'token' is not defined" },
        { "TypeError: Cannot read properties of undefined (reading 'session')" },
        { "TypeError: __init__() got an unexpected keyword argument 'password'" },
        { "ArgumentError (missing keyword: :password)" },
        { "PHP Warning:  Undefined variable $password in /app/index.php on line 3" },
        { "Undefined index: token in /app/a.php" },
        { "Error: secret option required for sessions" },
        /* Source in traces */
        { "File \"/app/auth.py\", line 3, in session" },
        { "/app/lib/session.rb:12:in `token'" },
        { "at auth.js:14:5" },
        { "SECRET_KEY = os.environ['API_KEY']" },
        { "app.secret_key = os.getenv('SECRET')" },
        { "token = get_token(request)" },
        { "session = Session()" },
        { "self.session = sessionmaker(bind=engine)" },
        { "token = request.headers" },
        { "client = Client(api_key=settings.API_KEY, password=password)" },
        { "headers={'Authorization': 'Bearer ' + token}" },
        { "const token = jwt.sign({ id }, key)" },
        { "const session = require('express-session')" },
        { "if password == other:" },
        { "session: undefined, auth: null, token: { type: 'x' }" },
        { "password=None" },
        { "Access denied for user 'root'@'10.0.0.5' (using password: YES)" },
        { "Access denied for user 'root'@'localhost' (using password: NO)" },
        { "postgres://USER:PASSWORD@HOST:5432/NAME" },
        /* Commands and advice */
        { "heroku config:set SECRET_KEY=..." },
        { "heroku config:set SECRET_KEY=<your key>" },
        { "heroku config:set SECRET_KEY=your-secret-key" },
        { "heroku config:set API_KEY=$API_KEY" },
        { "heroku auth:token" },
        { "gunicorn auth:app --bind 0.0.0.0:$PORT" },
        { "rake secret:generate" },
        { "password=****** api_key=xxxxxxxx secret=[FILTERED] token=${TOKEN} "
          "pwd=%(pwd)s" },
        /* URLs and names with an at sign */
        { "https://devcenter.heroku.com/articles/error-codes#h10" },
        { "http://localhost:3000/@vite/client" },
        { "http://[::1]:3000/@id" },
        { "https://registry.npmjs.org/@babel/core" },
        { "https://medium.com/@someone.else" },
        { "postgres://user:***@host/db postgres://{user}:{password}@{host}/db" },
        { "{\"token\": \"<your token>\", \"password\": \"[FILTERED]\"}" },
        { "https://auth:8080/x" },
        { "git@github.com:me/app.git" },
        { "express@4.18.2 python@3.11 react@next" },
        { "@app.route('/')" },
        { "render@app.js:12:3" },
        { "node_modules/@sentry/node/dist/index.js" },
        { "token" },
        { "password=" },
        { "password: " },
        { "://" },
        { "a@" },
        { "=" },
        { "\xFFpassword\xFF" },
    };

    return cr_make_param_array(const struct plain_case, cases, COUNT(cases));
}

ParameterizedTest(const struct plain_case *given, redact, keeps)
{
    expect_redacted(given->text, given->text);
}

/* A line of such pieces must cost what its length is, not its square. */
struct piece_case {
    const char *piece;
};

ParameterizedTestParameters(redact, is_linear)
{
    static const struct piece_case cases[] = {
        { "a://" },
        { "a://b:" },
        { "token:" },
        { "token=" },
        { "token='token=\"" },
        { "TOKEN=<" },
        { "eyJaaaaa-" },
        { "eyJaaaaaaa." },
        { "sk-a-" },
        { "Bearer " },
        { "a.b" },
        { "a@b" },
        { "a@" },
        { "password" },
        { "cookie: " },
        { "x%" },
        { "-" },
        { "token:\"a " },
        { "secret = [" },
        { "auth : " },
    };

    return cr_make_param_array(const struct piece_case, cases, COUNT(cases));
}

ParameterizedTest(const struct piece_case *given, redact, is_linear)
{
    struct strbuf text, out;
    clock_t start = clock();

    strbuf_init(&text, (size_t)128 << 10);
    strbuf_init(&out, CAP);
    while (!text.truncated)
        strbuf_add_text(&text, given->piece);
    redact_add(&out, strbuf_str(&text));
    cr_expect_lt((double)(clock() - start) / CLOCKS_PER_SEC, 2.0, "%s", given->piece);
    strbuf_release(&text);
    strbuf_release(&out);
}
