#!/usr/bin/env python3
"""What verify.py computes of the trees and proofs of fixtures/ledger: for each file given, its name and
how many of its cases come out as the file says, of how many.

  read_fixtures.py FILE...
"""
import base64
import json
import os
import sys

import verify

def tree_of_numbers(case):
    leaves = [verify.leaf_hash(str(number).encode()) for number in range(case["size"])]
    return verify.root_of(leaves).hex() == case["root"]

def inclusion(case):
    leaf, root, *path = map(base64.b64decode, [case["leafHash"], case["root"], *case["proof"]])
    return verify.includes(case["leafIdx"], case["treeSize"], leaf, path, root)

def consistency(case):
    older, newer, *path = map(base64.b64decode, [case["root1"], case["root2"], *case["proof"]])
    return verify.extends(case["size1"], older, case["size2"], newer, path)

def tree_of_eight(leaves):
    hashes = [verify.leaf_hash(bytes.fromhex(leaf)) for leaf in leaves]
    return lambda case: verify.root_of(hashes[:int(case[0])]).hex() == case[1]

CHECKS = {"trees.json": tree_of_numbers, "inclusion.json": inclusion, "consistency.json": consistency}

for path in sys.argv[1:]:
    name, said = os.path.basename(path), json.loads(verify.read_file(path))
    cases = said if name in CHECKS else list(said["roots"].items())
    check = CHECKS.get(name) or tree_of_eight(said["leaves"])
    print(name, sum(map(bool, map(check, cases))), len(cases))
