"""Add a shopping cart to a Flask application: requests that use its session."""

from typing import Any

from flask import Flask, jsonify, session

from examples.libraries.adapter import Gate, Route, Shop

SHOP: Shop = {
    "visit": Route("POST", "/cart"),
    "cart": Route("POST", "/cart"),
    "slow": Route("GET", "/slow"),
    "slow_cart": Route("POST", "/slow"),
    "public": Route("GET", "/public"),
}
"""What the attacks may call beside the routes of the quick start."""


def add_cart(app: Flask, gate: Gate) -> None:
    """Add a route that writes to the session, and slow ones that wait at the gate."""

    @app.post("/cart")
    def add_to_cart() -> dict[str, Any]:
        session["cart"] = [*session.get("cart", []), "book"]
        return {"cart": session["cart"]}

    @app.get("/slow")
    def read_slowly() -> dict[str, Any]:
        cart = session.get("cart", [])
        gate.wait()
        return {"cart": cart}

    @app.post("/slow")
    def write_slowly() -> dict[str, Any]:
        cart = session.get("cart", [])
        gate.wait()
        session["cart"] = [*cart, "slow book"]
        return {"cart": session["cart"]}

    @app.get("/public")
    def public() -> Any:
        return jsonify(user="everybody@example.com")
