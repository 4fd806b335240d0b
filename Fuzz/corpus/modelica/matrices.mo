model Matrices "products, ranges and reductions; no units"
  parameter Real M[2, 3] = {{1, 2, 3}, {4, 5, 6}};
  parameter Integer k[2] = {2, 3};
  input Real u[3];
  Real x[2](start = {1, -1});
  Real y[2], z[3], w, v[2], t[2, 2], s;
equation
  y = M * u;
  z = x * M;
  w = x * x;
  v = y ./ {2, 4} - x .^ 2;
  for i in 1:2, j in 1:2 loop
    t[i, j] = M[i, j + 1] * x[i] - (if i <> j then 1 else 0);
  end for;
  s = sum(t[:, 1]) + product(M[2, k]) + max(abs(i * x[1]) for i in 1:3) + mod(7.5, 2)
    + min({3, 4, size(M, 2)}) + floor(-1.5) + ceil(1.2) + atan2(1, 1) + log10(100);
  der(x) = -x + 0.1 * y[2:-1:1];
end Matrices;
