"""Sign in with fastapi-users, in a cookie or a header, with each of its strategies."""

import os
import secrets
import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

import redis.asyncio
from fastapi import Depends, FastAPI
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin, schemas
from fastapi_users.authentication import (
    AuthenticationBackend,
    BearerTransport,
    CookieTransport,
    JWTStrategy,
    RedisStrategy,
    Strategy,
)
from fastapi_users.authentication.strategy.db import (
    AccessTokenDatabase,
    DatabaseStrategy,
)
from fastapi_users.password import PasswordHelper
from fastapi_users_db_sqlalchemy import (
    SQLAlchemyBaseUserTableUUID,
    SQLAlchemyUserDatabase,
)
from fastapi_users_db_sqlalchemy.access_token import (
    SQLAlchemyAccessTokenDatabase,
    SQLAlchemyBaseAccessTokenTableUUID,
)
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from starlette.requests import Request

from examples.libraries.adapter import Adapter, Route, Setting
from examples.libraries.keys import PRIVATE_PEM, PUBLIC_PEM

type Way = Literal["JWT", "Redis", "database", "cookie"]


# The attacks sign in hundreds of times: a slow hash would only cost time.
QUICK = PasswordHelper(PasswordHash([Argon2Hasher(1, 8, 1)]))


class Base(DeclarativeBase):
    """Hold the tables."""


class User(SQLAlchemyBaseUserTableUUID, Base):
    """Store a user."""


class AccessToken(SQLAlchemyBaseAccessTokenTableUUID, Base):
    """Store a token of the database strategy."""


class UserRead(schemas.BaseUser[uuid.UUID]):
    """Describe what others see of a user."""


class UserUpdate(schemas.BaseUserUpdate):
    """Describe what users may change of themselves."""


class File:
    """Change users in the database file, as an administrator does."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._passwords = QUICK

    def add(self, name: str, password: str) -> None:
        """Add a user."""
        hashed = self._passwords.hash(password)
        self._run(
            "INSERT INTO user (id, email, hashed_password, is_active, is_superuser,"
            " is_verified) VALUES (?, ?, ?, 1, 0, 1)",
            str(uuid.uuid4()), name, hashed,
        )  # fmt: skip

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password."""
        hashed = self._passwords.hash(password)
        self._run("UPDATE user SET hashed_password = ? WHERE email = ?", hashed, name)

    def disable(self, name: str) -> None:
        """Lock a user out."""
        self._run("UPDATE user SET is_active = 0 WHERE email = ?", name)

    def delete(self, name: str) -> None:
        """Delete a user."""
        self._run("DELETE FROM user WHERE email = ?", name)

    def _run(self, statement: str, *values: str) -> None:
        connection = sqlite3.connect(self._path)
        with connection:
            connection.execute(statement, values)
        connection.close()


def make(setting: Setting, *, way: Way) -> Adapter:
    """Return the application; source: fastapi-users, "Full example"."""
    path = os.environ["DATABASE"]
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
    maker = async_sessionmaker(engine, expire_on_commit=False)
    secret = secrets.token_hex(32)
    safest = setting == "safest"
    connection = redis.asyncio.from_url(os.environ["REDIS_URL"], decode_responses=True)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with engine.begin() as started:
            await started.run_sync(Base.metadata.create_all)
        yield
        await engine.dispose()

    async def get_session() -> AsyncIterator[AsyncSession]:
        async with maker() as session:
            yield session

    async def get_user_db(
        session: Annotated[AsyncSession, Depends(get_session)],
    ) -> AsyncIterator[SQLAlchemyUserDatabase[User, uuid.UUID]]:
        yield SQLAlchemyUserDatabase(session, User)

    async def get_token_db(
        session: Annotated[AsyncSession, Depends(get_session)],
    ) -> AsyncIterator[SQLAlchemyAccessTokenDatabase[AccessToken]]:
        yield SQLAlchemyAccessTokenDatabase(session, AccessToken)

    class UserManager(UUIDIDMixin, BaseUserManager[User, uuid.UUID]):
        reset_password_token_secret = secret
        verification_token_secret = secret

        # --8<-- [start:safest]
        async def on_after_update(
            self,
            user: User,
            update_dict: dict[str, Any],
            _request: Request | None = None,
        ) -> None:
            if safest and "password" in update_dict:
                async with maker() as session:
                    await session.execute(
                        delete(AccessToken).where(AccessToken.user_id == user.id)
                    )
                    await session.commit()

        # --8<-- [end:safest]

    async def get_user_manager(
        users: Annotated[SQLAlchemyUserDatabase[User, uuid.UUID], Depends(get_user_db)],
    ) -> AsyncIterator[UserManager]:
        yield UserManager(users, QUICK)

    # --8<-- [start:quick_start]
    def jwt_strategy() -> JWTStrategy[User, uuid.UUID]:
        return JWTStrategy(secret=secret, lifetime_seconds=3600)

    def redis_strategy() -> RedisStrategy[User, uuid.UUID]:
        return RedisStrategy(connection, lifetime_seconds=3600)

    def database_strategy(
        tokens: Annotated[AccessTokenDatabase[AccessToken], Depends(get_token_db)],
    ) -> DatabaseStrategy[User, uuid.UUID, AccessToken]:
        return DatabaseStrategy(tokens, lifetime_seconds=3600)

    # --8<-- [end:quick_start]

    def rs256_strategy() -> JWTStrategy[User, uuid.UUID]:
        return JWTStrategy(PRIVATE_PEM, 3600, algorithm="RS256", public_key=PUBLIC_PEM)

    strategies: dict[str, Any] = {
        "JWT": jwt_strategy,
        "Redis": redis_strategy,
        "database": database_strategy,
        "cookie": database_strategy,
    }
    strategy: Any = strategies[way]
    if os.environ.get("ALGORITHM") == "RS256":
        strategy = rs256_strategy
    transport: Any = BearerTransport(tokenUrl="auth/login")
    if way == "cookie":
        transport = CookieTransport(cookie_max_age=3600)
        if safest:
            # --8<-- [start:cookie]
            transport = CookieTransport(
                cookie_name="__Host-session",
                cookie_max_age=3600,
                cookie_samesite="strict",
            )
            # --8<-- [end:cookie]
    # --8<-- [start:routes]
    backend = AuthenticationBackend(
        name="auth", transport=transport, get_strategy=strategy
    )
    users = FastAPIUsers[User, uuid.UUID](get_user_manager, [backend])
    app = FastAPI(lifespan=lifespan)
    app.include_router(users.get_auth_router(backend), prefix="/auth")
    own_routes = users.get_users_router(UserRead, UserUpdate)
    app.include_router(own_routes, prefix="/users")
    # --8<-- [end:routes]

    @app.get("/public")
    def public() -> dict[str, str]:
        return {"email": "everybody@example.com"}

    @app.post("/write")
    async def write(
        user: Annotated[User, Depends(users.current_user(active=True))],
    ) -> dict[str, str]:
        return {"email": user.email}

    return Adapter(
        app=app,
        people=File(path),
        setting=f"the {way} strategy, one hour"
        if not safest
        else f"the {way} strategy, one hour, tokens deleted at a password change",
        login=Route(
            "POST",
            "/auth/login",
            {"username": "{user}", "password": "{password}"},
            form=True,
        ),
        me=Route("GET", "/users/me"),
        cookie=("__Host-session" if safest else "fastapiusersauth")
        if way == "cookie"
        else "",
        logout=Route("POST", "/auth/logout"),
        change_password=Route("PATCH", "/users/me", {"password": "{new}"}),
        cart=Route("POST", "/write") if way == "cookie" else None,
        public=Route("GET", "/public"),
        key=secret.encode() if way == "JWT" else None,
        public_key=PUBLIC_PEM.encode() if way == "JWT" else None,
        redis=way == "Redis",
        claims={"aud": ["fastapi-users:auth"]} if way == "JWT" else {},
        stored=None if way == "JWT" else lambda: database(path),
        key_accepted=strategy_with if way == "JWT" else None,
    )


def database(path: str) -> bytes:
    """Return all rows of the table of tokens, as text."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT token FROM accesstoken").fetchall()
    connection.close()
    return repr(rows).encode()


def strategy_with(key: bytes) -> Strategy[Any, Any]:
    """Make a token with a given secret, and verify it with the library's helper."""
    from fastapi_users.jwt import decode_jwt, generate_jwt

    token = generate_jwt({"sub": "1", "aud": "a"}, key.decode(), 60)
    decode_jwt(token, key.decode(), ["a"])
    return JWTStrategy(secret=key.decode(), lifetime_seconds=60)
