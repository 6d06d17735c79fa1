"""Portraits of people who are not: head and shoulders drawn by rule, as small pictures that stand in a field."""

import base64
import struct
import zlib

WIDTH, HEIGHT = 36, 48
INK, SHADE, SKIN, PAPER = range(4)


def inside(x, y, centre, radii):
    """True for a point in an ellipse."""
    return ((x - centre[0]) / radii[0]) ** 2 + ((y - centre[1]) / radii[1]) ** 2 <= 1


def shade(x, y, index):
    """The shade at a point: hair, face, eyes, mouth, shoulders, in a form that differs from index to index."""
    wide, tall = 8 + index % 3, 11 + index // 3 % 3
    fringe = 3 + index // 9 % 4
    head = (WIDTH / 2, 20)
    if inside(x, y, head, (wide, tall)):
        if y < head[1] - tall + fringe:
            return INK
        if abs(y - 19) < 1 and 2 < abs(x - head[0]) < 5:
            return INK
        if y == 26 and abs(x - head[0]) < 2 + index % 2:
            return SHADE
        return SKIN
    if inside(x, y, (head[0], head[1] - 2), (wide + 2, tall + 1)) and y < 22 + index // 36 % 2 * 8:
        return INK
    if inside(x, y, (head[0], HEIGHT + 4), (14 + index % 3, 16)):
        return SHADE
    return PAPER


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(index):
    """A PNG of four shades, two bits each; its rows are stored, for compressors differ from version to version."""
    rows = b""
    for y in range(HEIGHT):
        shades = [shade(x, y, index) for x in range(WIDTH)]
        rows += b"\0" + bytes(sum(four << shift for four, shift in zip(shades[x:x + 4], (6, 4, 2, 0)))
                              for x in range(0, WIDTH, 4))
    stored = b"\x01" + struct.pack("<HH", len(rows), len(rows) ^ 0xFFFF) + rows
    body = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(rows))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 2, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def portrait(index):
    """The picture as the text of a field."""
    return "data:image/png;base64," + base64.b64encode(png(index)).decode()
