#!/usr/bin/env python3
"""Verifies a journal of Flyball without Flyball: form, hashes, chain, numbers, signatures.

Written from docs/journal.md, with the Python 3 standard library alone, and sharing no code with
`flyball decisions verify`, which must come to the same sentences.
Exit status: 0 whole, 1 damaged, cut or rewritten, 2 usage.
"""
import argparse
import hashlib
import re
import sys

LONGEST = 8 << 20
ORIGIN = b"0" * 64

# Ed25519 (RFC 8032), verification only, in extended coordinates (§5.1.4).
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
ZERO = (0, 1, 1, 0)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    total = ZERO
    while n > 0:
        if n & 1:
            total = add(total, p)
        p = add(p, p)
        n >>= 1
    return total


def is_zero(p):
    return p[0] % P == 0 and (p[1] - p[2]) % P == 0


def point(data):
    """§5.1.3; None if the bytes are no point."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT % P
    if (x * x - square) % P != 0 or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def packed(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    """§5.1.7 without the cofactor; points of small order are refused."""
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L or is_zero(times(8, a)) or is_zero(times(8, r)):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    negative = (P - a[0], a[1], a[2], P - a[3])
    return packed(add(times(s, BASE), times(k, negative))) == signature[:32]


seen = {}


def is_signed_once(key, message, signature):
    """The same signature is looked at once in a run."""
    asked = (key, message, signature)
    if asked not in seen:
        seen[asked] = is_signed(*asked)
    return seen[asked]


# The line of one record.
NUMBER = rb"(0|[1-9][0-9]{0,19})"
LINE = re.compile(
    rb'\{"sequence":' + NUMBER + rb',"plant":(-?)' + NUMBER + rb',"wall":(-?)' + NUMBER
    + rb',"kind":"([a-z ]+)","decision":(?:null|' + NUMBER
    + rb')(?:,"seal":"(?:[0-9a-f]{64})?")?,"entry":(\{.*\})', re.DOTALL)
POINT = re.compile(
    rb'\{"hash":"([0-9a-f]{64})","key":"([0-9a-f]{64})","sequence":' + NUMBER
    + rb',"signature":"([0-9a-f]{128})"\}')


def fits(sign, digits):
    value = int(digits)
    return 0 < value <= 1 << 63 if sign else value < 1 << 63


class Fault(Exception):
    pass


def judge(line, expected, previous):
    """The hash of a sound line, and the key if it is a checkpoint; raises Fault otherwise."""
    if len(line) <= 78 + 75:
        raise Fault("form")
    head, tail = line[:-75], line[-75:]
    if tail[:9] != b',"hash":"' or tail[73:] != b'"}':
        raise Fault("form")
    if hashlib.sha256(head).hexdigest().encode() != tail[9:73]:
        raise Fault("hash")
    if head[-78:] != b',"previous":"' + previous + b'"':
        raise Fault("chain")
    found = LINE.fullmatch(head[:-78])
    if not found:
        raise Fault("form")
    sequence, plant_sign, plant, wall_sign, wall, kind, decision, entry = found.groups()
    try:
        entry.decode("utf-8")
    except UnicodeDecodeError:
        raise Fault("form") from None
    unsigned = [int(sequence)] + ([int(decision)] if decision is not None else [])
    if max(unsigned) >= 1 << 64 or not fits(plant_sign, plant) or not fits(wall_sign, wall):
        raise Fault("form")
    if int(sequence) != expected:
        raise Fault("sequence")
    if kind != b"checkpoint":
        return tail[9:73], None
    named = POINT.fullmatch(entry)
    if not named or int(named[3]) != expected - 1 or named[1] != previous:
        raise Fault("checkpoint")
    message = b"flyball journal checkpoint 1\n%d\n%s\n" % (int(named[3]), named[1])
    key, signature = (bytes.fromhex(named[i].decode()) for i in (2, 4))
    if not is_signed_once(key, message, signature):
        raise Fault("signature")
    return tail[9:73], named[2].decode()


def verify(data, mark, expected_keys):
    """The sentences about a journal's bytes, and whether it is sound."""
    count, head, offset, damage = 0, ORIGIN, 0, None
    points, last_point, keys = 0, 0, []
    outside = "removed" if mark else None
    while damage is None:
        end = data.find(b"\n", offset)
        if (len(data) if end < 0 else end + 1) - offset > LONGEST:
            damage = (count + 1, offset, "too long")
        if end < 0 or damage:
            break
        try:
            digits, key = judge(data[offset:end], count + 1, head)
        except Fault as fault:
            damage = (count + 1, offset, str(fault))
            break
        count, head = count + 1, digits
        if mark and mark[0] == count:
            outside = "found" if head.decode().startswith(mark[1]) else "other"
        if key is not None:
            if expected_keys and key not in expected_keys:
                damage = (count, offset, "key")
            points, last_point = points + 1, count
            keys += [key] if key not in keys else []
        offset = end + 1
    torn = 0
    if damage is None:
        tail = data[offset:]
        torn = len(tail)
        try:
            # A whole record, and behind it something that is no line end.
            judge(tail[:-1], count + 1, head)
            damage, torn = (count + 1, offset, "form"), 0
        except Fault:
            pass
    if damage is not None and outside == "removed":
        outside = None
    said = ["%d records, %d bytes, head %s" % (count, offset, head.decode())]
    if torn:
        said.append("%d bytes of a torn last record, never acknowledged" % torn)
    if points:
        said.append(
            "%d checkpoints, the last at record %d; %d records after it are not signed yet"
            % (points, last_point, count - last_point))
        said += ["signed with " + key for key in keys]
    else:
        said.append("no checkpoints: nothing is signed")
    if damage:
        said.append("DAMAGED: record %d at byte %d: %s" % damage)
    if outside == "found":
        said.append("record %d is the one seen elsewhere" % mark[0])
    if outside == "removed":
        said.append(
            "CUT: record %d was seen elsewhere and the journal ends at %d: "
            "records were removed at the end" % (mark[0], count))
    if outside == "other":
        said.append("REWRITTEN: record %d is not the one seen elsewhere (%s)" % mark)
    sound = damage is None and outside not in ("removed", "other")
    return said + (["the chain is whole"] if sound else []), sound


def head_mark(text):
    found = re.fullmatch(r"([1-9][0-9]*):([0-9a-f]{8,64})", text.lower())
    if not found:
        raise argparse.ArgumentTypeError("wants SEQUENCE:HASH with 8 to 64 digits of the hash")
    return int(found[1]), found[2]


def main():
    parser = argparse.ArgumentParser(description="Verify journals of Flyball.")
    parser.add_argument("--head", type=head_mark, help="SEQUENCE:HASH as seen elsewhere")
    parser.add_argument("--key", action="append", default=[], help="a public key that may sign")
    parser.add_argument("journals", nargs="+")
    asked = parser.parse_args()
    all_sound = True
    for path in asked.journals:
        with open(path, "rb") as file:
            said, sound = verify(file.read(), asked.head, [key.lower() for key in asked.key])
        all_sound = all_sound and sound
        for line in said:
            print(line if len(asked.journals) == 1 else path + ": " + line)
    return 0 if all_sound else 1


if __name__ == "__main__":
    sys.exit(main())
