"""How templates run here: Jinja with the three things that a page does a thousand times made cheap.

A page of fifty orders writes a thousand values and calls two hundred functions. Jinja makes a new `Markup` of each
value, though it only joins them, and asks each function five times what it wants to be given. Nothing here changes
what a template means: values are escaped as before, and what `Markup` says of itself is trusted as before.
"""

from collections.abc import Callable
from functools import cache
from types import FunctionType, MethodType
from typing import Any
from uuid import UUID

from flask import Flask
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]

# Functions that may say what they want to be given do so by an attribute; macros and classes are left to Jinja.
_PLAIN = frozenset({FunctionType, MethodType, type(cache(len))})

# Written in digits, letters and dashes alone.
_NOTHING_TO_ESCAPE = frozenset({int, UUID})


def install(app: Flask) -> None:
    """Run the application's templates this way; before the first of them is compiled."""
    environment = app.jinja_env
    environment.context_class = _Context
    environment.code_generator_class = _Generator
    environment.written = written  # type: ignore[attr-defined]


def written(value: Any) -> str:
    """The value as it is placed in a page: escaped, unless it is markup."""
    kind, text = type(value), value
    if kind is str:
        text = escape_text(value)
    elif kind in _NOTHING_TO_ESCAPE:
        text = str(value)
    elif kind is not Markup:
        text = escape(value)
    placed: str = text
    return placed


class _Context(Context):
    """Calls plain functions straight away."""

    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """The function's answer; what wants the context or is no plain function goes the long way."""
        if type(function) not in _PLAIN or getattr(function, "jinja_pass_arg", None) is not None:
            return super().call(function, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return function(*args, **kwargs)


class _Generator(CodeGenerator):
    """Writes values by `written`, wherever it is known that the template escapes."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        plain = frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None
        if plain:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")
