model Heater "a mass heated through a fouled wall, with a table and an initial equation"
  constant Real knots[4](each unit = "K") = {280, 300, 350, 400};
  parameter Real capacity[:](each unit = "J/(kg.K)") = {4190, 4180, 4200, 4260};
  parameter Real mass(unit = "kg") = 250;
  parameter Real resistance(unit = "1") = 0.2 "fouling";
  parameter Real U_clean(unit = "W/(m2.K)") = 900;
  parameter Real U(unit = "W/(m2.K)") = U_clean / (1 + resistance);
  parameter Real area(unit = "m2") = 4.5;
  parameter Real lag(unit = "s") = 60;
  parameter Real width(unit = "K") = 20 "of the signal";
  parameter Real T_0(unit = "K") = 295;
  input Real T_steam(unit = "K", displayUnit = "degC", start = 395);
  input Real cooling(unit = "W");
  Real T(unit = "K", min = 250, max = 450, nominal = 350);
  Real T_lag(unit = "K");
  Real c(unit = "J/(kg.K)") = Modelica.Math.Vectors.interpolate(knots, capacity, T);
  Real heat(unit = "W");
  output Boolean hot;
  output Real signal(unit = "1");
initial equation
  T = T_0;
  T_lag = (T + T_steam) / 2;
equation
  mass * c * der(T) = heat - cooling;
  heat / area = U * (T_steam - T);
  lag * der(T_lag) = T - T_lag;
  hot = T > 380 and not T_lag < 370 or T_steam >= 420;
  signal = if hot then 1 elseif T < 300 then -1 else smooth(1, tanh((T - 350) / width));
end Heater;
