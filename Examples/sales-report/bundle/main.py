"""Turns a table of sales into a summary and a chart.

usage: main.py [--title=TEXT] [--since=YYYY-MM] [--until=YYYY-MM]

Reads  $MAYFLY_IN/sales.csv      columns date, region, product, units, price
Writes $MAYFLY_OUT/summary.json  revenue in all, by month, region and product
       $MAYFLY_OUT/chart.svg     revenue by month
"""

import argparse
import csv
import json
import os
import sys
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.sax.saxutils import escape


def read_sales(path, since, until):
    """Sums revenue by month, region and product, of some months; refuses a row that is not a sale."""
    sums = {"month": defaultdict(Decimal), "region": defaultdict(Decimal), "product": defaultdict(Decimal)}
    rows = 0
    with path.open(newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                if not since <= row["date"][:7] <= until:
                    continue
                revenue = int(row["units"]) * Decimal(row["price"])
            except (KeyError, TypeError, ValueError, InvalidOperation) as error:
                sys.exit(f"{path.name}:{number}: not a sale: {error}")
            sums["month"][row["date"][:7]] += revenue
            sums["region"][row["region"]] += revenue
            sums["product"][row["product"]] += revenue
            rows += 1
    return rows, sums


def summary(rows, sums):
    """The report as plain values; amounts are texts, so that no cent is lost."""
    total = sum(sums["month"].values(), Decimal(0))
    parts = {name: {key: str(value) for key, value in sorted(values.items())} for name, values in sums.items()}
    return {"rows": rows, "revenue": str(total), **{f"by_{name}": values for name, values in parts.items()}}


def chart(months, title):
    """A bar chart of revenue by month, as SVG."""
    largest = max(months.values(), default=Decimal(1))
    bars = []
    for index, (month, revenue) in enumerate(sorted(months.items())):
        height = int(200 * revenue / largest)
        x = 40 + index * 48
        bars.append(f'<rect x="{x}" y="{230 - height}" width="36" height="{height}" fill="#3572a5"/>')
        bars.append(f'<text x="{x + 18}" y="246" text-anchor="middle">{month[5:]}</text>')
        bars.append(f'<text x="{x + 18}" y="{224 - height}" text-anchor="middle">{revenue / 1000:.0f}k</text>')
    width = 60 + 48 * len(months)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="260" font-family="sans-serif" font-size="11">'
        f'<text x="40" y="16" font-size="14">{escape(title)}</text>{"".join(bars)}</svg>\n'
    )


def arguments():
    """What mayfly.yaml makes of the arguments by name."""
    parser = argparse.ArgumentParser(description="Turns a table of sales into a summary and a chart.")
    parser.add_argument("--title", default="Revenue by month")
    parser.add_argument("--since", default="0000-00")
    parser.add_argument("--until", default="9999-99")
    return parser.parse_args()


def main():
    chosen = arguments()
    source = Path(os.environ.get("MAYFLY_IN", "."))
    target = Path(os.environ.get("MAYFLY_OUT", "."))
    rows, sums = read_sales(source / "sales.csv", chosen.since, chosen.until)
    report = summary(rows, sums)
    (target / "summary.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    (target / "chart.svg").write_text(chart(sums["month"], chosen.title), encoding="utf-8")
    best = max(sums["product"], key=sums["product"].get, default="none")
    print(f"{rows} sales, revenue {report['revenue']}, best product: {best}")


main()
