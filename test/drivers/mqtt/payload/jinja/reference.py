"""Renders templates with Python's Jinja2 and with Home Assistant's own filters, written from its documentation.

Reads a JSON list of [template, value] from stdin, and writes a JSON list of the texts, with null for what fails.
"""
import json
import math
import re
import sys

from jinja2 import Environment, Undefined
from jinja2.exceptions import TemplateError

missing = object()


def otherwise(default, value):
    if default is missing:
        raise ValueError(value)
    return default


def to_number(value):
    if isinstance(value, Undefined) or value is None:
        raise ValueError
    return float(value)


def forgiving_float(value, default=missing):
    try:
        return to_number(value)
    except (ValueError, TypeError):
        return otherwise(default, value)


def forgiving_int(value, default=missing, base=10):
    try:
        if isinstance(value, str) and base != 10:
            return int(value, base)
        return int(to_number(value))
    except (ValueError, TypeError):
        return otherwise(default, value)


def forgiving_round(value, precision=0, method="common", default=missing):
    try:
        number, scale = float(value), float(10**precision)
        if method == "ceil":
            number = math.ceil(number * scale) / scale
        elif method == "floor":
            number = math.floor(number * scale) / scale
        elif method == "half":
            number = round(number * 2) / 2
        else:
            number = round(number, precision)
        return int(number) if precision == 0 else number
    except (ValueError, TypeError):
        return otherwise(default, value)


def multiply(value, amount, default=missing):
    try:
        return float(value) * amount if isinstance(value, str) else value * amount
    except (ValueError, TypeError):
        return otherwise(default, value)


def add(value, amount, default=missing):
    try:
        return float(value) + amount if isinstance(value, str) else value + amount
    except (ValueError, TypeError):
        return otherwise(default, value)


def boolean(value, default=missing):
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in ("true", "yes", "on", "enable", "1"):
        return True
    if word in ("false", "no", "off", "disable", "0"):
        return False
    return otherwise(default, value)


def is_number(value):
    try:
        return math.isfinite(to_number(value))
    except (ValueError, TypeError):
        return False


def iif(value, yes=True, no=False, none=missing):
    if value is None and none is not missing:
        return none
    return yes if bool(value) else no


def flags(ignorecase):
    return re.IGNORECASE if ignorecase else 0


def findall(value, find="", ignorecase=False):
    return re.compile(find, flags(ignorecase)).findall(value)


def is_defined(value):
    if isinstance(value, Undefined):
        raise ValueError
    return value


environment = Environment()
environment.filters.update(
    float=forgiving_float,
    int=forgiving_int,
    round=forgiving_round,
    multiply=multiply,
    add=add,
    bool=boolean,
    is_number=is_number,
    iif=iif,
    is_defined=is_defined,
    from_json=json.loads,
    to_json=lambda value: json.dumps(value, ensure_ascii=False),
    bitwise_and=lambda a, b: a & b,
    bitwise_or=lambda a, b: a | b,
    bitwise_xor=lambda a, b: a ^ b,
    regex_match=lambda value, find="", ignorecase=False: bool(re.compile(find, flags(ignorecase)).match(value)),
    regex_search=lambda value, find="", ignorecase=False: bool(re.compile(find, flags(ignorecase)).search(value)),
    regex_replace=lambda value="", find="", replace="", ignorecase=False: re.compile(find, flags(ignorecase)).sub(replace, value),
    regex_findall=findall,
    regex_findall_index=lambda value, find="", index=0, ignorecase=False: findall(value, find, ignorecase)[index],
    contains=lambda value, item: item in value,
)
environment.tests.update(is_number=is_number, list=lambda value: isinstance(value, list))
environment.globals.update(float=forgiving_float, int=forgiving_int, bool=boolean, is_number=is_number, iif=iif, min=min, max=max, str=str, len=len, abs=abs, round=forgiving_round)


def render(template, value):
    variables = {"value": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}
    if not isinstance(value, str):
        variables["value_json"] = value
    try:
        return environment.from_string(template).render(**variables).strip()
    except (TemplateError, ValueError, TypeError, KeyError, IndexError, ZeroDivisionError, AttributeError, OverflowError, re.error, RecursionError):
        return None


pairs = json.load(sys.stdin)
json.dump([render(template, value) for template, value in pairs], sys.stdout)
