"""All mistakes in one copy of the tree, each chosen at run time, so that one build serves all.

A function that a patch changes gets both bodies, and begins by asking which mistake is chosen:

    func f() { if chosenMistake == 17 { the body of the patch } else { the body of the tree } }

What the patch leaves is the same text, so a run with that choice is a run of the patched tree. Of two patches to one
function each has a body of its own, made from the tree. A patch that changes more than bodies of functions (a constant,
a signature) cannot be chosen in this way and has a build of its own. Such choices stand in the copy only.
"""

import re

from catalogue import DoesNotApply, mutated, target

VARIABLE = "DEEDBOX_MISTAKE"
FILE = "ChosenMistake.swift"
# Read once: a process has one mistake, or none.
CHOICE = f"""internal import Glibc

let chosenMistake: Int = {{
    guard let text = unsafe getenv("{VARIABLE}") else {{ return 0 }}
    return unsafe Int(String(cString: text)) ?? 0
}}()
"""
TYPE = re.compile(r"\b(?:struct|enum|class|extension|actor|protocol)\s+[\w`]")
BODY = re.compile(r"\b(?:func|init|subscript|get|set|deinit)\b|\bvar\b[^=]*$")
DECLARATION = re.compile(
    r"\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:[\w()]+\s+)*"
    r"(?:func|init|subscript|var|let|case|deinit|get|set|struct|enum|class|extension|protocol)\b")
STATEMENT = re.compile(r"(?:return|guard|let|var|for|while|do|repeat|throw|defer)\b")
ACCESSORS = re.compile(r"\s*(?:(?:non)?mutating\s+)?(?:get|set|willSet|didSet)\b")
SKIPPED = re.compile(r'//[^\n]*|/\*.*?\*/|"""(?:\\.|(?!""").)*"""|"(?:\\.|[^"\\\n])*"', re.DOTALL)


class CannotBeChosen(Exception):
    """A patch changes more than the bodies of functions."""


def blanked(text):
    """The text with the same length and no comments and strings in it."""
    return SKIPPED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def bodies(text):
    """Where the bodies of functions, initialisers and computed properties stand, the braces left out."""
    plain, found, opened, head = blanked(text), [], [], 0
    for position, character in enumerate(plain):
        if character == "{":
            kind = introduces(plain[head:position], opened)
            if kind == "body" and ACCESSORS.match(plain, position + 1):
                kind = "accessors"
            opened.append((kind, position + 1))
            head = position + 1
        elif character == "}":
            kind, start = opened.pop()
            if kind == "body":
                found.append((start, position))
            head = position + 1
        elif character in ";\n" and not plain[head:position].strip():
            head = position + 1
    return found


def introduces(head, opened):
    """What a brace opens: a type, a body, a property with accessors, or something inside of a body."""
    if any(kind in ("body", "other") for kind, _ in opened):
        return "other"
    last = declaration(head)
    if TYPE.search(last):
        return "type"
    return "body" if BODY.search(last) else "other"


def declaration(head):
    """The last declaration before a brace; what stands on the lines before it is whole."""
    lines = head.splitlines()
    for number in range(len(lines) - 1, -1, -1):
        if DECLARATION.match(lines[number]):
            return "\n".join(lines[number:])
    return head


def outside(text, places):
    """Everything but the bodies."""
    parts, end = [], 0
    for start, stop in places:
        parts.append(text[end:start])
        end = stop
    return parts + [text[end:]]


def changed_bodies(text, path):
    """By number: the bodies that a patch changes, as they are then."""
    new = mutated(path, text)
    before, after = bodies(text), bodies(new)
    if outside(text, before) != outside(new, after):
        raise CannotBeChosen(path.stem)
    pairs = [(text[slice(*old)], new[slice(*now)]) for old, now in zip(before, after)]
    return {number: now for number, (old, now) in enumerate(pairs) if old != now}


def is_expression(body):
    """True when a body is one expression whose value is given without the word `return`."""
    plain = blanked(body).strip()
    if re.match(r"(?:if|switch)\b", plain):
        return "return" not in re.findall(r"\w+", plain)
    nested = None
    while nested != plain:
        nested, plain = plain, re.sub(r"\{[^{}]*\}", "", plain)
    return not STATEMENT.match(plain) and "return" not in re.findall(r"\w+", plain)


def chosen(original, variants, gives):
    """The body that asks for the mistake; `gives`: the function has a value."""
    if gives and len({is_expression(body) for body in [original, *variants.values()]}) > 1:
        def returning(body):
            return " return " + body.lstrip() if is_expression(body) else body
        original, variants = returning(original), {key: returning(body) for key, body in variants.items()}
    branches = "".join(f"if chosenMistake == {key} {{{body}\n}} else " for key, body in sorted(variants.items()))
    return f"\n{branches}{{{original}\n}}\n"


def combine(tree, paths):
    """Puts all mistakes that can be chosen into a tree: the number of each, and those that cannot."""
    numbers, alone, files = {}, [], {}
    for number, path in enumerate(paths, 1):
        name = target(path)
        text = (tree / name).read_text()
        try:
            changes = changed_bodies(text, path)
        except (CannotBeChosen, DoesNotApply):
            alone.append(path)
            continue
        numbers[path] = number
        for body, variant in changes.items():
            files.setdefault(name, {}).setdefault(body, {})[number] = variant
    for name, changes in files.items():
        text = (tree / name).read_text()
        places = bodies(text)
        for body in sorted(changes, reverse=True):
            start, stop = places[body]
            head = blanked(text)[: start - 1]
            line = declaration(head[max(head.rfind("}"), head.rfind("{")) + 1 :])
            gives = "->" in line or re.search(r"\b(?:var|get)\b", line) is not None
            text = text[:start] + chosen(text[start:stop], changes[body], gives) + text[stop:]
        (tree / name).write_text(text)
        (tree / "Sources" / name.split("/")[1] / FILE).write_text(CHOICE)
    return numbers, alone
