"""`make reference`: which files of CMS the tests read, where CMS publishes them, and whether yours are those."""

import sys

from tests.reference import VARIABLE, CmsFile, cms_files, cms_folder, sha256

HOW = f"""\
The tests of Medicare's arithmetic read files that CMS publishes. Download each archive from its page, and save the
member under the name in the first column into a folder of your own. Then: {VARIABLE}=FOLDER make test
"""


def state(file: CmsFile) -> str:
    path = cms_folder() / file.path
    if not path.is_file():
        return "missing"
    if sha256(path) == file.sha256:
        return "as tested"
    return "WRONG BYTES" if file.is_published else "another form"


def report() -> tuple[str, int]:
    """What is printed, and the exit code: 1 where a file is missing or has other bytes than CMS published."""
    states = {file: state(file) for file in cms_files()}
    width = max(len(file.path) for file in states)
    lines = [HOW]
    for page in dict.fromkeys(file.page for file in states):
        lines.append(f"https://{page}")
        lines += [
            f"  {file.path:{width}}  {found:12}  {file.archive}: {file.member}"
            for file, found in states.items()
            if file.page == page
        ]
        lines.append("")
    lines.append(f"Looked in {cms_folder()}")
    if "another form" in states.values():
        lines.append("another form: the tests were written on a copy with the same values, so no hash is known")
    bad = {"missing", "WRONG BYTES"} & set(states.values())
    return "\n".join(lines) + "\n", 1 if bad else 0


def main() -> None:
    text, code = report()
    sys.stdout.write(text)
    sys.exit(code)


if __name__ == "__main__":
    main()
