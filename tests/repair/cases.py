# SPDX-License-Identifier: MIT
"""The broken apps: what each changes in a sound one, and how it is to be mended."""
import dataclasses

EDIT, COMMAND, ADVICE = "edit", "command", "advice"


@dataclasses.dataclass
class Case:
    """`files` maps a path to its whole content, to None (there is no such file) or to
    (old, new). `left_out` are files that are not committed, `ignored` are ignored too.
    `database`: "full" has the tables, "empty" does not. `says`: what the advice must say
    when no edit and no command that logdoc may print can mend the app."""
    name: str
    base: str
    cause: str
    files: dict = dataclasses.field(default_factory=dict)
    mend: str = EDIT
    variables: dict = dataclasses.field(default_factory=dict)
    database: str = ""
    left_out: tuple = ()
    ignored: tuple = ()
    setup: str = ""
    says: str = ""
    options: tuple = ()


REQUIREMENTS = "requirements.txt"
DJANGO = {"SECRET_KEY": "0123456789abcdef"}
RUN = 'app.run(debug=True)'
URI = ('import os\n\nfrom flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\n\n'
       'app = Flask(__name__)\n'
       'app.config["SQLALCHEMY_DATABASE_URI"] = {uri}\n'
       'db = SQLAlchemy(app)\n\n\n'
       '@app.route("/")\ndef index():\n'
       '    return str(db.session.execute(db.text("{query}")).scalar())\n')
NOTES = "CREATE TABLE notes (id integer, title text, made text)"
FIXED_URI = 'os.environ["DATABASE_URL"].replace("postgres://", "postgresql://", 1)'
SQLALCHEMY = "Flask\nFlask-SQLAlchemy\ngunicorn\npsycopg2-binary\nSQLAlchemy<2.1\n"


def alchemy(query, uri=FIXED_URI, requirements=SQLALCHEMY):
    return {"app.py": URI.format(uri=uri, query=query), REQUIREMENTS: requirements}


CASES = [
    # packages
    Case("flask-package", "flask", "Flask-Login is not listed",
         {"app.py": ("from flask import", "import flask_login\nfrom flask import")}),
    Case("flask-package-crlf", "flask", "requests is not listed; CRLF, no last line end",
         {"app.py": ("from flask import", "import requests\nfrom flask import"),
          REQUIREMENTS: "Flask\r\ngunicorn"}),
    Case("flask-package-mark", "flask", "python-dotenv is not listed; byte order mark",
         {"app.py": ("from flask import", "from dotenv import load_dotenv\nfrom flask import"),
          REQUIREMENTS: "\ufeffFlask\ngunicorn\n"}),
    Case("flask-gunicorn", "flask", "gunicorn is not listed", {REQUIREMENTS: "Flask\n"}),
    Case("cs50-session", "cs50", "Flask-Session is not listed",
         {REQUIREMENTS: "cs50\nFlask\ngunicorn\npsycopg2-binary\nSQLAlchemy<2.1\n"}, database="full"),
    Case("fastapi-uvicorn", "fastapi", "uvicorn is not listed", {REQUIREMENTS: "fastapi\n"}),
    Case("fastapi-multipart", "fastapi", "python-multipart is not listed",
         {"main.py": 'from fastapi import FastAPI, Form\n\napp = FastAPI()\n\n\n'
                     '@app.get("/")\ndef index():\n    return {}\n\n\n'
                     '@app.post("/login")\ndef login(name: str = Form()):\n    return name\n'}),
    Case("django-whitenoise", "django", "whitenoise is not listed",
         {REQUIREMENTS: "dj-database-url\nDjango\ngunicorn\npsycopg2-binary\n"},
         variables=DJANGO, database="empty"),
    Case("flask-stdlib", "flask", "a module of Python stands in requirements.txt",
         {REQUIREMENTS: "Flask\ngunicorn\nsqlite3\n"}),
    Case("flask-utf16", "flask", "requirements.txt is UTF-16",
         {REQUIREMENTS: "Flask\r\ngunicorn\r\n".encode("utf-16-le")}),
    # the Procfile
    Case("flask-no-procfile", "flask", "there is no Procfile", {"Procfile": None}),
    Case("flask-procfile-colon", "flask", "the Procfile has no colon",
         {"Procfile": "web gunicorn app:app\n"}),
    Case("flask-procfile-mark", "flask", "the Procfile has a byte order mark",
         {"Procfile": b"\xef\xbb\xbfweb: gunicorn app:app\n"}),
    Case("flask-procfile-name", "flask", "the file is called procfile",
         {"Procfile": None, "procfile": "web: gunicorn app:app\n"}, mend=COMMAND),
    Case("flask-no-web", "flask", "the Procfile has only a worker",
         {"Procfile": "worker: python app.py\n"}),
    Case("flask-target-module", "flask", "the Procfile names another module",
         {"Procfile": "web: gunicorn main:app\n"}),
    Case("flask-target-object", "flask", "the Procfile names another object",
         {"Procfile": "web: gunicorn app:application\n"}),
    Case("fastapi-target", "fastapi", "uvicorn is given another object",
         {"main.py": 'from fastapi import FastAPI\n\napi = FastAPI()\n\n\n'
                     '@api.get("/")\ndef index():\n    return {}\n'}),
    Case("fastapi-target-module", "fastapi", "uvicorn is given another module",
         {"Procfile": "web: uvicorn server:app --host 0.0.0.0 --port $PORT\n"}),
    # the port
    Case("flask-port", "flask", "python app.py listens on 127.0.0.1:5000",
         {"Procfile": "web: python app.py\n", "app.py": (RUN, "app.run(port=5017)")}),
    Case("flask-loopback", "flask", "listens on PORT of 127.0.0.1",
         {"Procfile": "web: python app.py\n",
          "app.py": (RUN, 'app.run(port=int(os.environ["PORT"]))')}),
    Case("fastapi-port", "fastapi", "uvicorn listens on 127.0.0.1:8000",
         {"Procfile": "web: uvicorn main:app --host 127.0.0.1 --port 8019\n"}),
    Case("flask-bind", "flask", "gunicorn binds 127.0.0.1:8000",
         {"Procfile": "web: gunicorn app:app --bind 127.0.0.1:8023\n"}),
    Case("django-runserver", "django", "runserver on its own port",
         {"Procfile": "web: python manage.py migrate && python manage.py runserver 8031\n"},
         variables=DJANGO | {"DEBUG": "1"}, database="empty"),
    # code
    Case("flask-os-env", "flask", "os.env.getenv",
         {"app.py": ('os.environ.get("NAME", "world")', 'os.env.getenv("NAME")')}),
    Case("flask-environ-brackets", "flask", "os.environ(…)",
         {"app.py": ("app = Flask", 'KEY = os.environ("NAME")\napp = Flask')},
         variables={"NAME": "you"}),
    Case("django-allowed-hosts", "django", "ALLOWED_HOSTS is empty",
         {"mysite/settings.py": ('ALLOWED_HOSTS = [".herokuapp.com"]', "ALLOWED_HOSTS = []")},
         variables=DJANGO | {"DEBUG": "1"}, database="empty"),
    Case("django-static-root", "django", "STATIC_ROOT is missing",
         {"mysite/settings.py": ('STATIC_ROOT = BASE_DIR / "staticfiles"\n', "")},
         variables=DJANGO, database="empty"),
    Case("flask-variable", "flask", "a config var is not set",
         {"app.py": ("app = Flask", 'KEY = os.environ["API_KEY"]\napp = Flask')},
         mend=COMMAND),
    # git
    Case("cs50-helpers-untracked", "cs50", "helpers.py was never added",
         left_out=("helpers.py",), mend=COMMAND, database="full"),
    Case("cs50-helpers-ignored", "cs50", "helpers.py is ignored",
         ignored=("helpers.py",), mend=COMMAND, database="full"),
    Case("cs50-helpers-case", "cs50", "helpers.py is called Helpers.py",
         {"helpers.py": None, "Helpers.py": "def usd(value):\n    return f\"${value:,.2f}\"\n"},
         mend=COMMAND, database="full"),
    # the version of Python
    Case("flask-runtime", "flask", "runtime.txt is malformed", {"runtime.txt": "Python-3.12\n"}),
    Case("flask-python-old", "flask", "Python 3.8 is no longer there",
         {"runtime.txt": "python-3.8.10\n"}),
    # PostgreSQL
    Case("postgres-driver", "flask", "the driver is not listed",
         alchemy("select 1", requirements="Flask\nFlask-SQLAlchemy\ngunicorn\nSQLAlchemy<2.1\n"),
         database="empty"),
    Case("postgres-scheme", "flask", "postgres:// is given to SQLAlchemy",
         alchemy("select 1", uri='os.environ["DATABASE_URL"]'), database="empty"),
    Case("postgres-scheme-getenv", "flask", "the same, with os.getenv",
         alchemy("select 1", uri='os.getenv("DATABASE_URL")'), database="empty"),
    Case("postgres-migrate", "django", "the tables were never made",
         {"Procfile": "web: gunicorn mysite.wsgi\n"}, variables=DJANGO, database="empty",
         mend=COMMAND),
    Case("postgres-table", "flask", "a table is missing", alchemy("select count(*) from notes"),
         database="empty", mend=ADVICE, says="notes"),
    Case("postgres-column", "flask", "a column is missing",
         alchemy("select owner from notes"), database="empty", setup=NOTES, mend=ADVICE,
         says="owner"),
    Case("postgres-group-by", "flask", "GROUP BY is not complete",
         alchemy("select title, made from notes group by title"), database="empty",
         setup=NOTES, mend=ADVICE, says="GROUP BY"),
    Case("postgres-types", "flask", "text is compared with a number",
         alchemy("select title from notes where made = 5"), database="empty", setup=NOTES,
         mend=ADVICE, says="="),
    Case("postgres-password", "flask", "the password is wrong", alchemy("select 1"),
         database="empty", setup="ALTER ROLE {role} PASSWORD 'other'", mend=ADVICE,
         says="password|DATABASE_URL"),
    Case("postgres-connections", "flask", "too many connections", alchemy("select 1"),
         database="empty", setup="ALTER ROLE {role} CONNECTION LIMIT 0", mend=ADVICE,
         says="connection"),
    Case("postgres-ssl", "flask", "SSL is demanded of a server without",
         alchemy("select 1", uri=FIXED_URI + ' + "?sslmode=require"'), database="empty",
         mend=ADVICE, says="sslmode|SSL"),
    Case("postgres-localhost", "flask", "the address of the own computer",
         alchemy("select 1", uri='"postgresql://me:pw@localhost:1/app"'), database="empty",
         mend=ADVICE, says="DATABASE_URL"),
]
