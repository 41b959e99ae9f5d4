import os

from cs50 import SQL
from flask import Flask, render_template, session
from flask_session import Session

from helpers import usd

app = Flask(__name__)
app.jinja_env.filters["usd"] = usd
app.config["SESSION_PERMANENT"] = False
app.config["SESSION_TYPE"] = "filesystem"
Session(app)

db = SQL(os.environ["DATABASE_URL"].replace("postgres://", "postgresql://", 1))


@app.route("/")
def index():
    session["seen"] = True
    rows = db.execute("SELECT symbol, shares FROM holdings WHERE user_id = ?", 1)
    return render_template("index.html", rows=rows, cash=10000)
