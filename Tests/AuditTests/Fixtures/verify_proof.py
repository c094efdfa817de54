#!/usr/bin/env python3
"""Checks a Sekisho inclusion proof with nothing but Python's standard library.

    verify_proof.py PROOF_FILE VERIFIER_KEY     prints the entry as JSON; exit 1 and a reason where the proof is wrong

It shares no line with the program it checks: entry encoding, leaf hash, RFC 6962 path, C2SP checkpoint and Ed25519
signature are written again from their specifications, for an auditor who trusts none of our code.
"""
import base64, hashlib, json, struct, sys, uuid

# --- the entry ("The canonical encoding of an entry, version 1")
UUID, INT, TEXT, HEX = (lambda b: str(uuid.UUID(bytes=b))), (lambda b: struct.unpack(">q", b)[0]), bytes.decode, bytes.hex

def LIST(data):
    texts = []
    while data:
        (length,) = struct.unpack(">I", data[:4])
        texts, data = texts + [data[4:4 + length].decode()], data[4 + length:]
    return texts

FIELDS = [("id", UUID), ("family", UUID), ("item", UUID), ("version", INT), ("time", INT), ("event", TEXT),
          ("person", TEXT), ("position", TEXT), ("behalf", LIST), ("role", TEXT), ("definition", HEX), ("body", TEXT)]

def read_entry(data):
    assert data[:5] == b"SKHE\x01", "not an entry of version 1"
    entry, at = {}, 5
    for name, read in FIELDS:
        present, at = data[at], at + 1
        if present:
            (length,) = struct.unpack(">I", data[at:at + 4])
            entry[name], at = read(data[at + 4:at + 4 + length]), at + 4 + length
    assert at == len(data), "bytes follow the last field"
    return entry

# --- the tree (RFC 6962, section 2.1; verification as in RFC 9162, section 2.1.3.2)
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()

def root_of(leaf, index, size, path):
    assert index < size, "index outside the tree"
    fn, sn, r = index, size - 1, leaf
    for p in path:
        assert sn, "the path is too long"
        if fn & 1 or fn == sn:
            r = sha(b"\x01", p, r)
            while not fn & 1 and fn: fn, sn = fn >> 1, sn >> 1
        else:
            r = sha(b"\x01", r, p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0, "the path is too short"
    return r

# --- Ed25519 (RFC 8032, section 5.1), slow and plain
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)

def add(a, b):
    A, B = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    C, E = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = B - A, E - C, E + C, B + A
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1: result = add(result, point)
        point, n = add(point, point), n >> 1
    return result

def point(data):
    y = int.from_bytes(data, "little"); sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P: x = x * ROOT % P
    assert y < P and (x * x - square) % P == 0, "not a point of the curve"
    if x & 1 != sign: x = P - x
    return x, y, 1, x * y % P

BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def signed(key, text, signature):
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % L
    a, b = times(s, BASE), add(point(signature[:32]), times(k, point(key)))
    return s < L and (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0

# --- the file (C2SP tlog-proof, tlog-checkpoint, signed-note)
def verify(data, vkey):
    head, text, signatures = data.split(b"\n\n")
    lines = head.decode().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("extra ") and lines[2].startswith("index ")
    encoded, index = base64.b64decode(lines[1][6:]), int(lines[2][6:])
    origin, size, root = text.decode().split("\n")[:3]
    name, key_id, key = vkey.split("+", 2)
    key = base64.b64decode(key)[1:]
    assert sha(name.encode(), b"\n\x01", key)[:4].hex() == key_id and name == origin, "another log's key"
    ours = [base64.b64decode(line.split(" ")[2]) for line in signatures.decode().splitlines()
            if line.startswith("\u2014 " + name + " ")]
    assert any(s[:4].hex() == key_id and signed(key, text + b"\n", s[4:]) for s in ours), "the signature is wrong"
    path = [base64.b64decode(line) for line in lines[3:]]
    assert root_of(sha(b"\x00", encoded), index, int(size), path) == base64.b64decode(root), "the path is wrong"
    return {"index": index, "size": int(size), "origin": origin, "entry": read_entry(encoded)}

if __name__ == "__main__":
    try:
        print(json.dumps(verify(open(sys.argv[1], "rb").read(), sys.argv[2]), sort_keys=True, ensure_ascii=False))
    except (AssertionError, IndexError, ValueError, struct.error) as problem:
        sys.exit(f"not proved: {problem}")
