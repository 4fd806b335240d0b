model Zone
  "One zone of a furnace as if it stood alone: it follows its setpoint"
  input Real aim(unit = "K", min = 1000, max = 1700, nominal = 1400) "setpoint of the zone";
  parameter Real lag(unit = "s", min = 1, max = 10000) = 600;
  parameter Real loss(unit = "W/K", min = 1, max = 1e6) = 5e4 "to the surroundings";
  constant Real ambient(unit = "K") = 293.15;
  Real T_zone(unit = "K", min = 273, max = 1700, nominal = 1400, start = 1398.15);
  output Real heat(unit = "W", nominal = 5e7) "what the zone loses";
equation
  der(T_zone) = (aim - T_zone) / lag;
  heat = loss * (T_zone - ambient);
end Zone;
