"""The coverage gates: 100 % of lines and branches in domain, services and views, 95 % overall."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

WHOLE = ("bot/domain/", "bot/services/", "bot/views/")
OVERALL = 95.0


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(report)]
        subprocess.run(command, check=True)
        measured = json.loads(report.read_text())
    gaps = [
        f"{name}: lines {file['missing_lines']}, branches {file['missing_branches']}"
        for name, file in sorted(measured["files"].items())
        if name.startswith(WHOLE) and (file["missing_lines"] or file["missing_branches"])
    ]
    overall = measured["totals"]["percent_covered"]
    sys.stdout.write(
        f"Coverage {overall:.1f} % overall (gate {OVERALL:.0f} %); {len(gaps)} files of the core with gaps.\n"
    )
    for gap in gaps:
        sys.stdout.write(f"  {gap}\n")
    return 1 if gaps or overall < OVERALL else 0


if __name__ == "__main__":
    sys.exit(main())
