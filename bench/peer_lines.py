"""SimPy, salabim and Ciw on the models of LineBenchModel.swift: canonical events per second of one core.

The same models with the same laws, each in the program's own documented style (bench/lines). An event
is what LineBenchModel.swift says beside each model, whatever a program counts as one. Process CPU time,
three runs each, the median and the spread.
"""
import json
import os
import subprocess
import sys

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lines")
# Parts a run: a second or two each.
sizes = {
    "simpy": {"mm1": 200_000, "line10": 50_000, "jobshop50": 40_000},
    "salabim": {"mm1": 5_000, "line10": 4_000, "jobshop50": 2_000},
    "ciw": {"mm1": 50_000, "line10": 4_000, "jobshop50": 3_000},
}
for peer, models in sizes.items():
    try:
        __import__(peer)
    except ImportError as error:
        print(f"lines, {peer}: not run, {error} (scripts/setup bench installs it)", flush=True)
        continue
    for model, parts in models.items():
        command = [sys.executable, f"{peer}_lines.py", "--model", model, "--parts", str(parts), "--reps", "3"]
        run = subprocess.run(command, cwd=here, capture_output=True, text=True)
        rows = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
        if run.returncode != 0 or not rows:
            print(f"lines, {peer}, {model}: failed: {run.stderr.strip().splitlines()[-1:]}")
            continue
        rates = sorted(row["events_per_cpu_s"] / 1e6 for row in rows)
        answer = ", ".join(f"{name} {value:.4g}" for name, value in rows[-1]["result"].items())
        print(
            f"lines, {model} by {peer} {rows[0]['version']}: median {rates[len(rates) // 2]:.3f} M events/s "
            f"({rates[0]:.3f} to {rates[-1]:.3f}), {answer}",
            flush=True,
        )
