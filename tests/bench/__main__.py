"""`python -m tests.bench`, which is `make bench`: the reader beside its peer, the pricer, and nights, in one run."""

import subprocess
import sys

from tests.bench import bench_loading, bench_night, bench_placeholder, bench_reader


def main() -> None:
    print("Reader: bytes to all tables, beside oxedi on the same files, in turn", flush=True)
    bench_reader.main()
    print("\nLoading: bytes to committed DuckDB, beside oxedi and its load", flush=True)
    bench_loading.main()
    print("\nPricer: distinct situations", flush=True)
    subprocess.run([sys.executable, "-m", "tests.bench.bench_pricing"], check=True)
    print("\nNight: clinics whose visits repeat", flush=True)
    bench_night.main([])
    print("Night: half of the claims without a number of their payer, beside the same with proper ones", flush=True)
    bench_placeholder.main(bench_placeholder.LINES)


if __name__ == "__main__":
    main()
