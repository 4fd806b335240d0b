model Kettle
  "A jacketed kettle that follows its jacket: two states, first order each"
  input Real jacket(unit = "K", min = 273, max = 400, nominal = 350) "setpoint of the jacket";
  parameter Real jacket_lag(unit = "s", min = 1, max = 1000) = 60;
  parameter Real batch_lag(unit = "s", min = 1, max = 10000) = 600;
  parameter Real loss(unit = "W/K", min = 1, max = 1e5) = 500 "to the surroundings";
  constant Real ambient(unit = "K") = 293.15;
  Real T_jacket(unit = "K", min = 273, max = 400, nominal = 350, start = 353.15);
  Real T_batch(unit = "K", min = 273, max = 400, nominal = 350, start = 353.15);
  output Real heat(unit = "W", nominal = 30000) "what the jacket loses";
equation
  der(T_jacket) = (jacket - T_jacket) / jacket_lag;
  der(T_batch) = (T_jacket - T_batch) / batch_lag;
  heat = loss * (T_jacket - ambient);
end Kettle;
