model HeatExchanger
  "Water heated in a tube by condensing steam: plug flow as a row of well mixed cells"
  // Heat balance of each cell. Turbulent flow in a tube carries heat with flow^0.8 (Dittus, Boelter
  // 1930). The recorded flow has no unit: it is a share of the flow meter's span.
  constant Integer cells = 8;
  constant Real flow_typical(unit = "1") = 0.35;
  constant Real exponent(unit = "1") = 0.8;
  constant Real T_in(unit = "K") = 293.15 "inlet, held constant in the experiment; value assumed";

  parameter Real fill_time(unit = "s", min = 0.3, max = 100) = 3 "of the tube at full span";
  parameter Real transfer(unit = "1/s", min = 0.01, max = 10) = 0.2
    "heat transfer over heat capacity of the water, at the typical flow";
  parameter Real T_steam(unit = "K", min = 373, max = 440) = 395;

  input Real water_flow(unit = "1", min = 0, max = 1);
  Real T[cells](each unit = "K", each nominal = 100);
  Real change(unit = "1/s") "of one cell's content by flow";
  Real heating(unit = "1/s");
  output Real T_out(unit = "K", nominal = 100);
equation
  change = cells * water_flow / fill_time;
  heating = transfer * (water_flow / flow_typical) ^ exponent;
  for i in 1:cells loop
    der(T[i]) = change * ((if i == 1 then T_in else T[max(i - 1, 1)]) - T[i])
      + heating * (T_steam - T[i]);
  end for;
  T_out = T[cells];
initial equation
  // Steady at the first flow.
  for i in 1:cells loop
    T[i] = T_steam - (T_steam - T_in) * (change / (change + heating)) ^ i;
  end for;
end HeatExchanger;
