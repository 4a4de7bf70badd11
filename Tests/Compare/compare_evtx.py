"""Compares fields as a Postern decoder reads them with PyPI `evtx`, record by record.

Usage: compare_evtx.py FIELDS.jsonl
Each line: {"file": path, "record": identifier, "offset": n, "error": text or null, "fields": [[name, text], ...]}.
Prints one line for each difference, a sum, and ends with 1 where a record differs or is missing.

Not told apart, with the reason:
 - braces and case of a GUID; digits of a time after the sixth; closing white space; line ends; empty fields;
 - characters that XML cannot hold, which the peer writes as they are;
"""
import json
import re
import sys
from collections import Counter, defaultdict
from xml.etree import ElementTree

import evtx

GUID = re.compile(r"^\{([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}$")
TIME = re.compile(r"^(\d{4,5}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{3,7})Z$")
# Characters that XML 1.0 cannot hold; the peer writes them as they are.
FORBIDDEN = re.compile("[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]")
SECTIONS = ("System", "EventData", "UserData")


def peer_records(path):
    """(identifier, fields or error) of each record, as PyPI `evtx` reads it."""
    records = evtx.PyEvtxParser(path).records()
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except RuntimeError as error:
            yield None, str(error)
            continue
        yield record["event_record_id"], record["data"]


def fields_of(xml):
    """The flat list of names and texts that EVTXPlain documents, made from XML."""
    result = []
    walk(ElementTree.fromstring(FORBIDDEN.sub("\uFFFD", xml)), [], result)
    return result


def walk(element, path, result):
    tag = element.tag.rsplit("}", 1)[-1]
    name = tag if len(path) < 2 or path[1] in SECTIONS else f"{path[1]}_{tag}"
    data_name = element.get("Name") if tag == "Data" else None
    for key, value in element.attrib.items():
        if not (tag == "Data" and key == "Name"):
            result.append((f"{name}_{key}", value))
    children = list(element)
    if children:
        for child in children:
            walk(child, path + [tag], result)
    elif path and (element.text or tag == "Data"):
        result.append((data_name if data_name is not None else name, element.text or ""))


def normalized(fields):
    """Fields without the empty ones, in the spelling that both sides share."""
    return [(name, text) for name, text in ((name, normal_text(text)) for name, text in fields) if text != ""]


def normal_text(text):
    text = FORBIDDEN.sub("\uFFFD", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if match := GUID.match(text):
        return match[1].upper()
    if match := TIME.match(text):
        return f"{match[1]}.{(match[2] + '000000')[:6]}Z"
    return text


def load(path):
    files = defaultdict(list)
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        files[row["file"]].append(row)
    return files


def first_difference(ours, theirs):
    for mine, peers in zip(ours, theirs):
        if mine != peers:
            return f"{mine[0]}={mine[1][:80]!r} for {peers[0]}={peers[1][:80]!r}"
    longer = ours if len(ours) > len(theirs) else theirs
    return f"{len(ours)} fields for {len(theirs)}: {longer[min(len(ours), len(theirs))]}"


def compare(path, rows, count):
    theirs, seen = defaultdict(list), Counter()
    for number, data in peer_records(path):
        if number is None:
            count["errors of the peer"] += 1
            print(f"peer: {path}: {data}")
        else:
            theirs[number].append(data)
    for row in rows:
        number = row["record"]
        place = seen[number]
        seen[number] += 1
        if row["error"] is not None:
            count["our errors"] += 1
            continue
        if place >= len(theirs[number]):
            count["only ours"] += 1
            print(f"only ours: {path} record {number} at {row['offset']}")
            continue
        try:
            peers = normalized(fields_of(theirs[number][place]))
        except ElementTree.ParseError as error:
            count["peer's XML is not well-formed"] += 1
            print(f"not well-formed: {path} record {number}: {error}")
            continue
        mine = normalized([tuple(field) for field in row["fields"]])
        if mine == peers:
            count["equal"] += 1
        else:
            count["different"] += 1
            print(f"different: {path} record {number}: {first_difference(mine, peers)}")
    missing = sum(max(0, len(records) - seen[number]) for number, records in theirs.items())
    count["only theirs"] += missing
    if missing:
        lost = [number for number, records in theirs.items() if len(records) > seen[number]]
        print(f"only theirs: {path}: {missing} records: {lost[:10]}")


def main():
    count = Counter()
    for path, rows in sorted(load(sys.argv[1]).items()):
        compare(path, rows, count)
    print(json.dumps(dict(sorted(count.items()))))
    return 1 if count["different"] or count["only theirs"] else 0


if __name__ == "__main__":
    sys.exit(main())
