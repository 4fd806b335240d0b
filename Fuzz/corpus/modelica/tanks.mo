within ;
model Tanks "n tanks in a row; Torricelli's law between them"
  parameter Integer n(min = 1) = 3 "tanks";
  parameter Real A[n](each unit = "m2", each min = 0.01) = {1.5, 1.0, 2.0};
  parameter Real a(unit = "m2") = 0.01 "each orifice";
  final parameter Real factor(unit = "m2.5/s") = a * sqrt(2 * Modelica.Constants.g_n)
    "of the square root of the level";
  parameter Boolean covered = true;
  input Real q_in(unit = "m3/s", start = 0.02, min = 0) "to the first tank";
  Real h[n](each unit = "m", each start = 1, each fixed = true, each max = 5) "levels";
  output Real q[n](each unit = "m3/s") "from each tank";
  Real evaporation(unit = "m3/s");
protected
  Real above[n](each unit = "m3/s") /* into each tank */;
equation
  if covered then
    evaporation = 0;
  else
    evaporation = 1e-6 * sum(A) / 1;
  end if;
  above[1] = q_in - evaporation;
  for i in 2:n loop
    above[i] = q[i - 1];
  end for;
  for i in 1:n loop
    A[i] * der(h[i]) = above[i] - q[i];
    q[i] = factor * sqrt(noEvent(max(h[i], 0)));
  end for;
  annotation (experiment(StopTime = 1000));
end Tanks;
