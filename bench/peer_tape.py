"""CasADi's Function on the expressions of TapeBench.swift, mapped over points: the peer of the tape."""
import time
import casadi as ca
import numpy as np

v = ca.SX.sym("v", 8)
a, b, tr, tk, f, q, al, be = ca.vertsplit(v)
one = 1 / (tr + 273.15)
r12 = 1.287e12 * ca.exp(one * -9758.3)
r3k = 9.043e9 * ca.exp(al * one * -8560.0)
r1, r2, r3 = be * r12 * a, r12 * b, r3k * a * a
cap, cool = 0.9342 * 3.01, 4032.0 * 0.215
heat = r1 * 4.2 - r2 * 11.0 - r3 * 41.85
gap = tk - tr
rhs = ca.vertcat(
    f * (5.1 - a) - r1 - r3,
    r1 - f * b - r2,
    heat * (-1 / cap) + f * (130.0 - tr) + gap * (cool / (cap * 10.01)),
    (q - gap * cool) * 0.1,
)
n, runs = 3200, 200
point = np.array([0.8, 0.5, 134.14, 130, 18, -2000, 1, 1])
inputs = ca.DM(point[:, None] * np.random.default_rng(1).uniform(0.9, 1.1, (8, n)))
for name, out in [("right-hand side", [rhs]), ("right-hand side + Jacobian", [rhs, ca.jacobian(rhs, v)])]:
    function = ca.Function("f", [v], out)
    mapped = function.map(n)
    buffer, evaluate = mapped.buffer()
    given = inputs.full().ravel(order="F").copy()
    results = [np.zeros(mapped.nnz_out(i)) for i in range(mapped.n_out())]
    buffer.set_arg(0, memoryview(given))
    for i, result in enumerate(results):
        buffer.set_res(i, memoryview(result))
    evaluate()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        evaluate()
        times.append((time.perf_counter() - start) / n * 1e9)
    times.sort()
    print(f"CasADi {ca.__version__} Function, CSTR {name}: {function.n_instructions()} instructions, "
          f"median {times[runs // 2]:.2f} (p5 {times[runs // 20]:.2f}, p95 {times[-runs // 20]:.2f}) ns per point")
