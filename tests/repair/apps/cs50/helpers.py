def usd(value):
    return f"${value:,.2f}"
