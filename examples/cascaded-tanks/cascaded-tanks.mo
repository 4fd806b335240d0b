model CascadedTanks
  "Two tanks one above the other, fed by a pump; the upper one overflows, partly into the lower"
  // Outflow after Torricelli: it grows with the root of the level. Levels are in volts of the sensor,
  // as recorded; both sensors end at 10 V, where the rim is.
  constant Real rim(unit = "V") = 10;
  constant Real spill(unit = "1/s") = 2 "how fast a level above the rim runs off";
  constant Real one_volt(unit = "V") = 1;
  constant Real film(unit = "V") = 1e-4 "keeps the root's slope finite in an empty tank";

  parameter Real upper_out(unit = "V/s", min = 0.005, max = 0.5) = 0.05
    "outflow at a level of 1 V";
  parameter Real lower_in(unit = "V/s", min = 0.005, max = 0.5) = 0.05 "likewise";
  parameter Real lower_out(unit = "V/s", min = 0.005, max = 0.5) = 0.05 "likewise";
  parameter Real pump_gain(unit = "1/s", min = 0.005, max = 0.5) = 0.05;
  parameter Real overflow_share(unit = "1", min = 0, max = 2) = 0.5
    "of the spilled water that reaches the lower tank";
  parameter Real pump_offset(unit = "V/s", min = -0.2, max = 0.2) = 0;

  input Real pump(unit = "V", min = 0, max = 10);
  Real upper(unit = "V", start = 5, nominal = 5, min = 0, max = 12);
  Real lower(unit = "V", start = 5, nominal = 5, min = 0, max = 12);
  Real inflow(unit = "V/s");
  Real spilled(unit = "V/s");
  output Real level(unit = "V", nominal = 5) "of the lower tank, as its sensor reads it";
equation
  inflow = max(pump_gain * pump + pump_offset, 0);
  spilled = spill * max(upper - rim, 0);
  der(upper) = inflow - upper_out * sqrt((max(upper, 0) + film) / one_volt) - spilled;
  der(lower) = lower_in * sqrt((max(upper, 0) + film) / one_volt)
    - lower_out * sqrt((max(lower, 0) + film) / one_volt)
    + overflow_share * spilled - spill * max(lower - rim, 0);
  level = min(lower, rim);
end CascadedTanks;
