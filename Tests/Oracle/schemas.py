#!/usr/bin/env python3
"""Prints random pairs of a schema and a value as JSON lines, each with the verdict of PyPI's jsonschema.

usage: schemas.py SEED COUNT
"""

import json
import random
import sys

from jsonschema import Draft202012Validator, FormatChecker

NAMES = ["a", "b", "c", "d/e", "~f", "ä"]
WORDS = ["", "a", "b", "ab", "abc", "a1", "A", "2024-02-29", "2023-02-29", "ä", "🙂", "127.0.0.1", "::1", "x y"]
NUMBERS = [0, 1, -1, 2, 3, 6, 7, 10, 100, 1.0, 0.5, 1.5, -2.5, 4.0, 1e2, 12345678901234567890]
PATTERNS = ["^a", "b$", "^[a-c]*$", "a|b", "^.$", r"^\d", r"\w{2,}", "^(ab)+$", "[^a]", "a.c", "^(?:a|b){1,2}$", ""]
FORMATS = ["date", "ipv4", "ipv6"]
TYPES = ["null", "boolean", "object", "array", "number", "integer", "string"]
DEFINITIONS = ["one", "two", "t/w~o"]


class Maker:
    """Makes schemas and values of one seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def value(self, depth=0):
        kind = self.random.randrange(7 if depth < 3 else 5)
        if kind == 0:
            return self.random.choice([None, True, False])
        if kind in (1, 2):
            return self.random.choice(NUMBERS)
        if kind in (3, 4):
            return self.random.choice(WORDS)
        count = self.random.randrange(4)
        if kind == 5:
            return [self.value(depth + 1) for _ in range(count)]
        return {self.random.choice(NAMES): self.value(depth + 1) for _ in range(count)}

    def schema(self, depth=0):
        if depth > 3 or self.random.random() < 0.08:
            return self.random.choice([True, True, {}, {"type": self.random.choice(TYPES)}, False])
        schema = {}
        for _ in range(self.random.randrange(1, 4)):
            self.random.choice(self.groups)(self, schema, depth)
        return schema

    def below(self, depth):
        return self.schema(depth + 1)

    def several(self, depth):
        return [self.below(depth) for _ in range(self.random.randrange(1, 4))]

    def pair(self, schema, least, most):
        # The group may be chosen twice; bounds that nothing could fulfil are refused by Mayfly when it reads the schema.
        schema.pop(least, None)
        schema.pop(most, None)
        low, high = sorted(self.random.randrange(5) for _ in range(2))
        if self.random.random() < 0.7:
            schema[least] = low
        if self.random.random() < 0.7:
            schema[most] = high

    def any_value(self, schema, depth):
        choice = self.random.randrange(4)
        if choice == 0:
            schema["type"] = self.random.choice(TYPES)
        elif choice == 1:
            schema["type"] = self.random.sample(TYPES, self.random.randrange(1, 4))
        elif choice == 2:
            schema["const"] = self.value(1)
        else:
            values = []
            for _ in range(self.random.randrange(1, 5)):
                value = self.value(1)
                # A value that is there twice is refused by Mayfly, and no question of validation.
                if not any(equal(value, other) for other in values):
                    values.append(value)
            schema["enum"] = values

    def members(self, schema, depth):
        schema["properties"] = {self.random.choice(NAMES): self.below(depth) for _ in range(self.random.randrange(4))}
        if self.random.random() < 0.5:
            schema["additionalProperties"] = self.random.choice([False, self.below(depth)])
        if self.random.random() < 0.5:
            schema["required"] = self.random.sample(NAMES, self.random.randrange(3))
        if self.random.random() < 0.3:
            self.pair(schema, "minProperties", "maxProperties")

    def elements(self, schema, depth):
        if self.random.random() < 0.6:
            schema["items"] = self.below(depth)
        if self.random.random() < 0.4:
            schema["prefixItems"] = self.several(depth)
        if self.random.random() < 0.4:
            schema["uniqueItems"] = self.random.choice([True, False])
        if self.random.random() < 0.4:
            self.pair(schema, "minItems", "maxItems")

    def numbers(self, schema, depth):
        for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]:
            if self.random.random() < 0.4:
                schema[keyword] = self.random.choice(NUMBERS)
        if self.random.random() < 0.4:
            schema["multipleOf"] = self.random.choice([1, 2, 3, 0.5, 1.5, 10, 1.0])

    def texts(self, schema, depth):
        if self.random.random() < 0.5:
            self.pair(schema, "minLength", "maxLength")
        if self.random.random() < 0.5:
            schema["pattern"] = self.random.choice(PATTERNS)
        if self.random.random() < 0.3:
            schema["format"] = self.random.choice(FORMATS)

    def combined(self, schema, depth):
        keyword = self.random.choice(["allOf", "anyOf", "oneOf", "not", "if", "$ref"])
        if keyword in ("allOf", "anyOf", "oneOf"):
            schema[keyword] = self.several(depth)
        elif keyword == "not":
            schema["not"] = self.below(depth)
        elif keyword == "if":
            schema["if"] = self.below(depth)
            for other in ("then", "else"):
                if self.random.random() < 0.7:
                    schema[other] = self.below(depth)
        else:
            name = self.random.choice(DEFINITIONS)
            schema["$ref"] = "#/$defs/" + name.replace("~", "~0").replace("/", "~1")

    groups = [any_value, any_value, members, members, elements, numbers, texts, combined]

    def root(self):
        schema = self.schema()
        if isinstance(schema, dict):
            # Definitions hold no references: a cycle is refused by Mayfly.
            groups = Maker.groups
            Maker.groups = groups[:-1]
            schema["$defs"] = {name: self.schema(2) for name in DEFINITIONS}
            Maker.groups = groups
        return schema


def equal(left, right):
    """Whether JSON Schema takes two values for one: true is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) for key in left)
    return type(left) in (int, float) and type(right) in (int, float) and left == right or (
        type(left) is type(right) and left == right
    )


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    formats = FormatChecker(FORMATS)
    for index in range(count):
        maker = Maker(seed * 1_000_003 + index)
        schema = maker.root()
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema, format_checker=formats)
        values = [maker.value() for _ in range(4)]
        verdicts = [validator.is_valid(value) for value in values]
        print(json.dumps({"schema": schema, "values": values, "accepted": verdicts}))


main()
