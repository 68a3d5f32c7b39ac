#!/usr/bin/env python3
"""A second verifier of the ledger, written from docs/ledger-format.md alone, with Python's standard
library and, for signatures, the command `openssl`. It shares no code with the hub or ledger-verifier/.

  verify.py checkpoint FILE | inclusion FILE | evidence FILE | consistency OLDER NEWER PROOF
  verify.py export FOLDER [--checkpoint FILE]...
  verify.py batch           {"kind": ..., "parts": [base64 of each file]} a line on standard input

Each takes --key FILE: a file of key lines. It answers a line, `holds`, `erased` or a code of the page, with
the first bad index where there is one, and ends with the exit code of the page.
"""
import argparse
import base64
import functools
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

EXIT = {"holds": 0, "malformed": 1, "bad-signature": 3, "bad-proof": 4, "fork": 5, "missing": 6, "erased": 7,
        "bad-chain": 8}
GRAVEST_FIRST = ["bad-signature", "fork", "bad-proof", "missing", "bad-chain", "malformed"]

class Refused(Exception):
    def __init__(self, code, index=None):
        super().__init__(code)
        self.code, self.index = code, index

def require(holds, code="malformed", index=None):
    if not holds:
        raise Refused(code, index)

def reading(read, *given, **how):
    """What cannot be read is malformed, whatever the library calls it."""
    try:
        return read(*given, **how)
    except (ValueError, RecursionError):
        raise Refused("malformed") from None

# Forms: one text for one value.

def from_base64(text):
    data = reading(base64.b64decode, text.encode("utf-8", "replace"), validate=True)
    require(base64.b64encode(data).decode("ascii") == text)
    return data

def from_decimal(text):
    require(re.fullmatch(r"0|[1-9][0-9]{0,18}", text, re.ASCII) and int(text) < 1 << 63)
    return int(text)

def from_json(text):
    def pairs(items):
        require(len({name for name, _ in items}) == len(items))
        return dict(items)
    return reading(json.loads, text, object_pairs_hook=pairs, parse_constant=lambda _: require(False))

# The tree: RFC 6962 section 2.1, and the checks of RFC 9162.

def sha256(data):
    return hashlib.sha256(data).digest()

def leaf_hash(entry):
    return sha256(b"\x00" + entry)

def node_hash(left, right):
    return sha256(b"\x01" + left + right)

def root_of(hashes):
    """Level by level: a hash without a neighbour moves up as it is, which is the split of the RFC."""
    if not hashes:
        return sha256(b"")
    while len(hashes) > 1:
        above = [node_hash(*hashes[at:at + 2]) for at in range(0, len(hashes) - 1, 2)]
        hashes = above + hashes[len(above) * 2:]
    return hashes[0]

def sides(place, last, path):
    """Whether each hash of the path stands left of what is known; None where the path has another length."""
    left = []
    for _ in path:
        if last == 0:
            return None
        left.append(place & 1 or place == last)
        while left[-1] and not place & 1 and place != 0:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    return left if last == 0 else None

def includes(index, size, leaf, path, root):
    if not 0 <= index < size or any(len(one) != 32 for one in path):
        return False
    left, found = sides(index, size - 1, path), leaf
    for is_left, sibling in zip(left or [], path):
        found = node_hash(sibling, found) if is_left else node_hash(found, sibling)
    return left is not None and found == root

def extends(size1, root1, size2, root2, proof):
    """From size 0 nothing is proven."""
    if not 0 < size1 <= size2 or any(len(one) != 32 for one in proof):
        return False
    if size1 == size2:
        return not proof and root1 == root2
    if not proof:
        return False
    path = [root1, *proof] if size1 & (size1 - 1) == 0 else proof
    place, last = size1 - 1, size2 - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = path[0]
    left = sides(place, last, path[1:])
    for is_left, sibling in zip(left or [], path[1:]):
        older = node_hash(sibling, older) if is_left else older
        newer = node_hash(sibling, newer) if is_left else node_hash(newer, sibling)
    return left is not None and older == root1 and newer == root2

# Keys, notes, checkpoints.

ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: before the 32 bytes of the key

def read_key(line):
    name, key_id, encoded = (line.strip().split("+", 2) + ["", ""])[:3]
    typed = from_base64(encoded)
    is_ed25519 = typed[:1] == b"\x01" and len(typed) == 33
    require(is_ed25519 or typed[:1] == b"\x02")
    own_id = sha256(name.encode() + b"\n" + typed if is_ed25519 else typed[1:])[:4]
    require(own_id.hex() == key_id)
    return name, own_id, (ED25519_SPKI if is_ed25519 else b"") + typed[1:], is_ed25519

@functools.lru_cache(maxsize=None)  # the proofs of one ledger share their checkpoint
def signature_holds(der, is_ed25519, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("key.der", "message", "signature")]
        for name, data in zip(names, (der, message, signature)):
            with open(name, "wb") as file:
                file.write(data)
        call = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", names[0], "-rawin",
                *([] if is_ed25519 else ["-digest", "sha256"]), "-in", names[1], "-sigfile", names[2]]
        return subprocess.run(call, capture_output=True, check=False).returncode == 0

def read_note(data):
    whole = reading(data.decode, "utf-8")
    text, gap, signatures = whole.rpartition("\n\n")
    lines = signatures[:-1].split("\n")
    require(gap and whole.endswith("\n") and not re.search("[\x00-\x09\x0b-\x1f]", whole))
    found = [re.fullmatch("— ([^\\s+]+) ([A-Za-z0-9+/=]+)", line) for line in lines]
    require(None not in found and len(lines) <= 100)
    signed = [(one[1], from_base64(one[2])) for one in found]
    require(all(len(blob) > 4 for _, blob in signed))
    return text + "\n", signed

def read_checkpoint(data, keys):
    """Origin, size and root that a known key of the origin signed."""
    text, signatures = read_note(data)
    signers = set()
    for name, blob in signatures:
        for known, key_id, der, is_ed25519 in keys:
            if (known, key_id) == (name, blob[:4]):
                require(signature_holds(der, is_ed25519, text.encode(), blob[4:]), "bad-signature")
                signers.add(name)
    require(signers, "bad-signature")
    lines = text[:-1].split("\n")
    require(len(lines) >= 3 and "" not in lines)
    origin, size, root = lines[0], from_decimal(lines[1]), from_base64(lines[2])
    require(len(root) == 32)
    require(origin in signers, "bad-signature")
    return origin, size, root

# Entries and their chains.

TEXTS = ["type", "eventId", "occurredAt"]
OPTIONAL_TEXTS = ["transmissionId", "deliveryId", "prevEventHash", "from", "to", "activityType", "code",
                  "payloadCommit", "envelopeCommit", "acknowledgementCommit"]

def is_whole(value):
    return type(value) is int and abs(value) < 1 << 53

def is_value(value):
    return isinstance(value, str) or is_whole(value) or isinstance(value, list) and set(map(type, value)) <= {str}

def read_event(entry):
    text = reading(entry[16:].decode, "utf-8")
    event = from_json(text)
    require(isinstance(event, dict) and all(map(is_value, event.values())))
    names = sorted(event, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    ordered = {name: event[name] for name in names}
    require(json.dumps(ordered, ensure_ascii=False, separators=(",", ":")) == text)
    require(event.get("v") == 1 and all(isinstance(event.get(name), str) for name in TEXTS))
    require(all(isinstance(event.get(name, ""), str) for name in OPTIONAL_TEXTS))
    require(is_whole(event.get("eventNo", 0)) and isinstance(event.get("targets", []), list))
    return event

PERSON = "outcome-unknown retry-wait held dead-letter refused"
STEPS = {  # type: from, to; as the tables of the page have them
    "dispatching": ("queued retry-wait", "dispatching"),
    "staged": ("dispatching", "dispatching"),
    "unsent": ("dispatching", "queued"),
    "handed-over": ("dispatching outcome-unknown", "handed-over"),
    "acknowledged": ("dispatching handed-over outcome-unknown retry-wait held dead-letter", "acknowledged"),
    "refused": ("dispatching handed-over outcome-unknown", "refused"),
    "retry": ("dispatching outcome-unknown", "retry-wait"),
    "outcome-unknown": ("dispatching", "outcome-unknown"),
    "held": ("queued dispatching retry-wait", "held"),
    "resumed": ("held", "queued"),
    "dead-letter": ("queued dispatching retry-wait", "dead-letter"),
    "replayed": ("handed-over " + PERSON, "queued"),
    "superseded": ("queued " + PERSON, "superseded"),
    "skipped": (PERSON, "skipped"),
    "cancelled": ("queued " + PERSON, "cancelled"),
    "expired": ("queued retry-wait held", "expired"),
}
OWN_STEPS = dict(accepted="start", released="accepted", returned="accepted released", transmitted="accepted released")
KEEPS = set("viewed exported reminded sealed unsealed expunged purged erasure-reapplied".split())
ALONE = set("rejected configuration-changed terms-agreed role-changed assigned credential-added credential-revoked "
            "key-rotated statement-signed certified clock-alarm epoch-start epoch-end erasure-proposed "
            "erasure-approved erasure-withdrawn incident-opened incident-closed sign-in session-renewal "
            "session-ended account-invited account-activation account-locked account-unlocked account-deactivated "
            "account-confirmed account-change-refused password-change password-reset-asked password-reset "
            "recovery-code-used recovery-codes-renewed session-step-up policy-accepted security-key-added "
            "security-key-removed security-key-blocked provider-bound provider-unbound".split())

def next_state(state, kind, is_delivery):
    if is_delivery:
        before, after = STEPS.get(kind, ("", None))
        return after if state in before.split() else None
    if kind in KEEPS:
        return None if state == "start" else state
    return kind if state in OWN_STEPS.get(kind, "").split() else None

class Chains:
    """Follows the events in the order of the log."""

    def __init__(self):
        self.chains, self.crossed = {}, {}

    def follow(self, event, leaf, index):
        transmission, delivery = event.get("transmissionId"), event.get("deliveryId")
        if transmission is None:
            require(event["type"] in ALONE and delivery is None, "bad-chain", index)
            return
        key = (delivery is None, transmission if delivery is None else delivery)
        start = {"state": "start", "no": 0, "hash": None, "event": event}
        first = start if delivery is None else self.crossed.get(transmission)
        before = self.chains.get(key, first)
        require(before, "bad-chain", index)
        state = next_state(before["state"], event["type"], delivery is not None)
        chain = {"state": state or before["state"], "no": event.get("eventNo", before["no"] + 1),
                 "hash": leaf.hex(), "event": event}
        self.chains[key] = chain
        if delivery is None and event["type"] == "transmitted":
            self.crossed[transmission] = {**chain, "state": "queued", "no": 0}
        last, kept = before["event"], ["transmissionId", "from", *(["to"] if "to" in before["event"] else [])]
        follows = event.get("eventNo") == before["no"] + 1 and event.get("prevEventHash") == before["hash"]
        same = all(event.get(name) == last.get(name) for name in kept)
        require(follows and same and state is not None, "bad-chain", index)

# Proofs, evidence, exports.

def check_proof(data, keys, entry=None):
    head, gap, note = reading(data.decode, "utf-8").partition("\n\n")
    first, *lines = head.split("\n")
    require(gap and first == "c2sp.org/tlog-proof@v1" and lines)
    extra = from_base64(lines.pop(0)[6:]) if lines[0].startswith("extra ") else None
    require(lines and lines[0].startswith("index ") and len(lines) <= 64)
    index, path = from_decimal(lines[0][6:]), [from_base64(line) for line in lines[1:]]
    require(all(len(one) == 32 for one in path))
    entry = extra if entry is None else entry
    require(entry is not None, "missing")
    head = read_checkpoint(note.encode(), keys)
    require(includes(index, head[1], leaf_hash(entry), path, head[2]), "bad-proof", index)
    return index, head

def check_evidence(data, keys):
    said = from_json(reading(data.decode, "utf-8"))
    texts = [("transmissionId", "checkpoint"), ("entry", "proof")]
    holds = lambda one, names: isinstance(one, dict) and all(isinstance(one.get(name), str) for name in names)
    require(holds(said, texts[0]) and isinstance(said.get("entries"), list))
    require(all(holds(one, texts[1]) and is_whole(one.get("index")) for one in said["entries"]))
    require(said["entries"], "missing")
    head = read_checkpoint(said["checkpoint"].encode("utf-8", "replace"), keys)
    chains, erased = Chains(), False
    for one in sorted(said["entries"], key=lambda each: each["index"]):
        entry = from_base64(one["entry"])
        index, shown = check_proof(one["proof"].encode("utf-8", "replace"), keys, entry)
        require(index == one["index"] and shown[:2] == head[:2], "bad-proof", index)
        require(shown == head, "fork", index)
        event = read_event(entry)
        require(event.get("transmissionId") == said["transmissionId"], "bad-proof", index)
        chains.follow(event, leaf_hash(entry), index)
        erased |= event["type"] == "expunged" or event.get("code") == "expunge"
    return "erased" if erased else "holds"

def check_consistency(older, newer, proof, keys):
    one, other = read_checkpoint(older, keys), read_checkpoint(newer, keys)
    require(one[0] == other[0], "bad-proof")
    require(one[1] != other[1] or one[2] == other[2], "fork")
    hashes = [from_base64(line) for line in reading(proof.decode, "utf-8").split("\n") if line]
    require(extends(one[1], one[2], other[1], other[2], hashes), "bad-proof")

def read_tile(folder, level, number, width, first):
    """The file, and how many it holds: all 256 where only the full one is left."""
    rest, groups = number // 1000, f"{number % 1000:03}"
    while rest:
        rest, groups = rest // 1000, f"x{rest % 1000:03}/{groups}"
    for held in (width, 256):
        path = os.path.join(folder, f"tile/{level}/{groups}" + ("" if held == 256 else f".p/{held}"))
        if os.path.isfile(path):
            return read_file(path), held
    raise Refused("missing", first)

def check_export(folder, kept, keys):
    """Every problem of a whole export, by the steps of the page; says the lowest index that was named."""
    require(os.path.isfile(os.path.join(folder, "checkpoint")), "missing")
    head = origin, size, _ = read_checkpoint(read_file(os.path.join(folder, "checkpoint")), keys)
    problems, hashes, chains = [], [], Chains()
    def attempt(check, *arguments):
        try:
            check(*arguments)
        except Refused as refused:
            problems.append(refused)
    def follow(entry, leaf, index):
        attempt(lambda: chains.follow(read_event(entry), leaf, index))
    for first in range(0, size, 256):
        hashes.extend([b""] * min(256, size - first))
        attempt(check_bundle, folder, first, hashes, follow)
    level, below = 1, hashes
    while len(below) >= 256:
        below = [root_of(below[at:at + 256]) for at in range(0, len(below) - 255, 256)]
        for at in range(0, len(below), 256):
            attempt(check_tile, folder, level, at, below[at:at + 256])
        level += 1
    for other, length, root in [*(read_checkpoint(read_file(path), keys) for path in kept), head]:
        attempt(require, other == origin and length <= size, "missing", size)
        attempt(require, length > size or root_of(hashes[:length]) == root, "bad-proof")
    if problems:
        indexes = [problem.index for problem in problems if problem.index is not None]
        raise Refused(min((one.code for one in problems), key=GRAVEST_FIRST.index), min(indexes, default=None))

def check_bundle(folder, first, hashes, follow):
    data, held = read_tile(folder, "entries", first // 256, len(hashes) - first, first)
    entries, at = [], 0
    while at < len(data) and len(entries) < held:
        end = at + 2 + int.from_bytes(data[at:at + 2], "big")
        require(at + 2 <= len(data) and end <= len(data), "malformed", first + len(entries))
        entries.append(data[at + 2:end])
        at = end
    found = [leaf_hash(entry) for entry in entries[:len(hashes) - first]]
    hashes[first:first + len(found)] = found
    check_tile(folder, 0, first, hashes[first:])
    require(len(entries) == held and at == len(data), "missing", first + len(found))
    for place, leaf in enumerate(found):
        follow(entries[place], leaf, first + place)

def check_tile(folder, level, at, expected):
    data, held = read_tile(folder, level, at // 256, len(expected), at * 256 ** level)
    require(len(data) == held * 32, "malformed", at * 256 ** level)
    for place, one in enumerate(expected):
        require(data[place * 32:place * 32 + 32] == one, "bad-proof", (at + place) * 256 ** level)

QUESTIONS = {"checkpoint": read_checkpoint, "inclusion": check_proof, "evidence": check_evidence,
             "consistency": check_consistency}

def answer(check, *arguments):
    """The word on it, and the first bad index."""
    try:
        return "erased" if check(*arguments) == "erased" else "holds", None
    except Refused as refused:
        return refused.code, refused.index

def read_file(path):
    with open(path, "rb") as file:
        return file.read()

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=[*QUESTIONS, "export", "batch"])
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--key", action="append", required=True)
    parser.add_argument("--checkpoint", action="append", default=[])
    given = parser.parse_args()
    lines = [line for path in given.key for line in read_file(path).decode().split("\n")]
    keys = [read_key(line) for line in lines if line.strip()]
    if given.kind == "batch":
        for line in sys.stdin:
            question = json.loads(line)
            parts = [base64.b64decode(part) for part in question["parts"]]
            print(answer(QUESTIONS[question["kind"]], *parts, keys)[0], flush=True)
        return 0
    if given.kind == "export":
        code, index = answer(check_export, given.paths[0], given.checkpoint, keys)
    else:
        code, index = answer(QUESTIONS[given.kind], *map(read_file, given.paths), keys)
    print(code if index is None else f"{code} at {index}")
    return EXIT[code]

if __name__ == "__main__":
    sys.exit(main())
