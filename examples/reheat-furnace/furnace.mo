model Furnace
  "Walking-beam reheating furnace: three control zones, nine cells of moving slabs, SI throughout"
  // Slabs move through nine cells; what passes from one to the next, heat and thickness, is taken by
  // Fromm's scheme (J. Comput. Phys. 3, 1968, 176-189). Heat reaches them by radiation between two
  // grey surfaces with one exchange factor a zone (Trinks et al., Industrial Furnaces, 6th ed., ch. 2);
  // over the thickness the temperature is a parabola (Incropera & DeWitt, ch. 5). Fuel follows from
  // the heat balance of each zone, gas flowing from the last to the first. See docs/furnace-twin.md.
  constant Integer zones = 3;
  constant Integer cells = 9 "slab cells, three a zone";
  constant Integer soaked = 3 "cells of the soaking zone";
  constant Integer zone[cells] = {1, 1, 1, 2, 2, 2, 3, 3, 3} "which zone a cell lies in";
  constant Real sigma(unit = "W/(m2.K4)") = 5.670374e-8 "Stefan-Boltzmann constant";
  constant Real gas_constant(unit = "J/(mol.K)") = 8.314;
  constant Real zero_celsius(unit = "K") = 273.15;

  // Geometry
  constant Real cell_length[cells](each unit = "m") =
    {4.267, 4.267, 4.266, 3.2, 3.2, 3.2, 3.2, 3.2, 3.2};
  constant Real zone_length[zones](each unit = "m") = {12.8, 9.6, 9.6};
  constant Real slab_length(unit = "m") = 9 "across the furnace";
  constant Real cover(unit = "1") = 0.965 "share of the length that carries slabs";

  // Steel: EN 1993-1-2, 3.4.1, as smooth curves. Temperature over enthalpy within 5 K, 0 to 1300 degC.
  constant Real density(unit = "kg/m3") = 7850;
  constant Real h_unit(unit = "J/kg") = 1e6 "makes enthalpies numbers";
  constant Real T_base(unit = "K") = 212.71;
  constant Real T_rise(unit = "K") = 1549.0;
  constant Real T_cold(unit = "K") = 50.59;
  constant Real T_transformation(unit = "K") = 84.93;
  constant Real cp_cold(unit = "J/(kg.K)") = 448 "at 0 degC";
  constant Real cp_slope(unit = "J/(kg.K2)") = 0.2 "mean specific heat up to 500 degC";
  constant Real cp_hot(unit = "J/(kg.K)") = 650 "beyond 900 degC";
  constant Real k_cold(unit = "W/(m.K)") = 51;
  constant Real k_hot(unit = "W/(m.K)") = 27.3;
  constant Real T_step(unit = "K") = 300 "width of the step from the one to the other";

  // Combustion of natural gas (Trinks et al., ch. 2 and 5)
  constant Real fuel_and_air(unit = "1") = 1.14 "heat that comes in per heat of the fuel, hot air included";

  // Calibrated on a step test of two days
  parameter Real exchange_1(unit = "1", min = 0.1, max = 1.5) = 0.7122 "radiation, preheating zone";
  parameter Real exchange_2(unit = "1", min = 0.1, max = 1.5) = 0.749 "radiation, heating zone";
  parameter Real exchange_3(unit = "1", min = 0.1, max = 1.5) = 0.5807 "radiation, soaking zone";
  parameter Real inner_share(unit = "1", min = 0.3, max = 1.2) = 0.6642
    "where TI-301 lies between the flue gas and TI-201";
  parameter Real peak(unit = "K", min = -30, max = 120) = 34.44 "TI-302 above TI-202";
  parameter Real exit_drop(unit = "K", min = 0, max = 160) = 62.84 "TI-303 below TI-203";
  parameter Real exit_gain(unit = "1", min = -0.5, max = 1.5) = 0.3001
    "how slabs that enter the soaking zone cold make its fire stronger, and its end hotter";
  parameter Real wall_conductance(unit = "W/K", min = 100, max = 20000) = 2082
    "to the surroundings by walls, skids and doors, a zone";
  parameter Real flue_capacity(unit = "1/K", min = 3e-4, max = 8e-4) = 0.0004535
    "heat of the flue gas per kelvin and heat of the fuel";
  parameter Real flue_base(unit = "K", min = -1500, max = 1500) = -69 "flue temperature";
  parameter Real flue_zone(unit = "1", min = 0, max = 1.5) = 1.0 "its rise with TI-201";
  parameter Real flue_heating(unit = "1", min = -1, max = 0.5) = -0.22
    "its rise with TI-202: what the heating zone does not give, the preheating zone fires";
  parameter Real flue_fire(unit = "K/W", min = 0, max = 8e-6) = 2.66e-06 "its rise with the fuel";
  parameter Real fire_2(unit = "K", min = -300, max = 700) = 230.4 "gas above TI-202";
  parameter Real fire_3(unit = "K", min = -300, max = 700) = 440.4 "gas above TI-203";
  parameter Real fuel_share(unit = "1", min = 0.5, max = 1.5) = 1
    "fuel measured per fuel of the balances";
  parameter Real pyrometer_bias(unit = "K", min = -60, max = 60) = -13.26 "scale on the surface";
  parameter Real own_gain(unit = "K/m", min = 0, max = 800) = 250
    "how much colder a slab leaves that is thicker than the mean of its cell";
  parameter Real exit_bias(unit = "K", min = -60, max = 60) = 0 "the mill's reading less the last cell";

  // Burners, from their plates, and how a zone's fuel rises with its own temperature.
  constant Real capacity[zones](each unit = "W") = {32e6, 48e6, 20e6};
  constant Real turn_down[zones](each unit = "W") = {1.6e6, 2.4e6, 1e6};
  constant Real holding[zones](each unit = "W/K") = {0.15e6, 0.34e6, 0.17e6};
  constant Real fuel_rounding(unit = "W") = 1e6 "over which a burner's limit takes hold";

  // How far ahead of their load the zones are kept: see docs/furnace-twin.md, "Readiness".
  constant Real ready_enthalpy(unit = "J/kg") = 8.36e5 "of steel at 1200 degC";
  constant Real usual_pace(unit = "kg/s") = 44.4;
  constant Real load_light(unit = "W") = 14.3e6 "up to which the zones may stand at their lowest";
  constant Real preheat_least(unit = "K") = 1345 "preheating zone at that load";
  constant Real preheat_gain(unit = "K/W") = 8e-6 "its rise with the load";
  constant Real heating_least(unit = "K") = 1528 "heating zone at that load";
  constant Real heating_gain(unit = "K/W") = 4e-6 "its rise with the load";

  // Not to be told from the record: kept at what is known of the plant
  constant Real lag(unit = "s") = 240 "in which a zone follows its setpoint";
  constant Real flue_lag(unit = "s") = 120 "of the flue's temperature";
  constant Real mill_lag(unit = "s") = 240 "from discharge to the mill's reading";
  constant Real thickness_rounding(unit = "m") = 0.002;
  // Growth of scale: activation energy of the parabolic law for low-carbon steel, halved because the
  // layer is thick already; the factor gives a loss of 1 % under practice.
  constant Real scale_factor(unit = "kg/(m2.s)") = 0.98;
  constant Real scale_energy(unit = "J/mol") = 84000;

  input Real setpoint[zones](each unit = "K", each min = 900, each max = 1650);
  input Real throughput(unit = "kg/s", min = 0, max = 100);
  input Real thickness(unit = "m", min = 0.1, max = 0.4) "of the slabs being charged";
  input Real thickest_heated(unit = "m", min = 0.1, max = 0.4) "of the slabs in the heating zone";
  input Real thickest_soaked(unit = "m", min = 0.1, max = 0.4) "of the slabs in the soaking zone";
  input Real exit_thickness(unit = "m", min = 0.1, max = 0.4) "of the slab at the exit";
  input Real charge_temperature(unit = "K", min = 250, max = 1200);
  input Real ambient(unit = "K", min = 230, max = 330);

  Real T_zone[zones](each unit = "K", start = {1398, 1538, 1513}, each nominal = 1000);
  Real T_flue(unit = "K", start = 1110, nominal = 1000) "gas that leaves the furnace";
  Real enthalpy[cells](each unit = "J/kg",
    start = {1.9e5, 3.4e5, 4.7e5, 6.1e5, 7.1e5, 7.8e5, 8.2e5, 8.35e5, 8.4e5},
    each nominal = 5e5) "of the slabs, mean over thickness; zero at 0 degC";
  Real difference[soaked](each unit = "K", start = {40, 5, -14}, each nominal = 50)
    "surface less core";
  Real cell_thickness[cells](each unit = "m", each start = 0.22, each nominal = 0.2)
    "mean of the slabs in a cell";
  Real mill_mean(unit = "K", start = 1483, nominal = 1000) "what the mill reads, late";

  Real lacking(unit = "J/kg") "heat that the slabs before the soaking zone lack, but the newest";
  Real crowding(unit = "1") "steel that enters the soaking zone per steel that leaves, soon";
  Real load(unit = "W") "to be brought to them at the pace between the present and the usual one";
  Real inlet(unit = "J/kg") "enthalpy of the slabs being charged";
  Real face[cells](each unit = "J/kg") "enthalpy where slabs leave a cell";
  Real thickness_face[cells](each unit = "m") "thickness where slabs leave a cell";
  Real thickest(unit = "m") "of the slabs in the last two zones";
  Real own_excess(unit = "K") "slab at the exit above the mean of its cell";
  Real velocity(unit = "m/s") "of the slabs";
  Real exchange[zones](each unit = "1");
  Real T_around[cells](each unit = "K") "what radiates on a cell";
  Real T_mean[cells](each unit = "K") "of the slabs";
  Real T_surface[cells](each unit = "K");
  Real T_middle[zones](each unit = "K") "mean of a zone";
  Real k[cells](each unit = "W/(m.K)") "conductivity";
  Real resistance[cells](each unit = "m2.K/W") "from the surface to the mean";
  Real flux[cells](each unit = "W/m2") "into each face";
  Real q_zone[zones](each unit = "W") "to slabs and walls";
  Real beyond[zones](each unit = "W") "fuel to hold the setpoint, above the burners' capacity";
  Real below[zones](each unit = "W") "the burners' turn-down, above the fuel to hold the setpoint";
  Real cooling(unit = "W") "flue gas of the soaking zone in the heating zone";

  output Real zone_thickness[zones](each unit = "m", each nominal = 0.2)
    "mean of the slabs in a zone";
  output Real T_second[zones](each unit = "K") "second thermocouple of a zone";
  output Real zone_fuel[zones](each unit = "W", each nominal = 2e7);
  output Real fuel(unit = "W", nominal = 5e7);
  output Real exit_mean(unit = "K", nominal = 1000) "mean over thickness, discharged slab";
  output Real exit_coldest(unit = "K", nominal = 1000)
    "mean of the thickest slab that is due at the exit, as hot as the rest would make it";
  output Real exit_surface(unit = "K", nominal = 1000) "what the pyrometer sees";
  output Real exit_difference(unit = "K", nominal = 30) "surface less core, discharged slab";
  output Real preheat_ready(unit = "K", nominal = 30)
    "preheating zone above what the load ahead asks for";
  output Real heating_ready(unit = "K", nominal = 30)
    "heating zone above what the load ahead asks for";
  output Real scale_rate(unit = "kg/s", nominal = 0.3) "iron lost to scale";
equation
  exchange = {exchange_1, exchange_2, exchange_3};
  // The exit slab sets the pace of all: behind thin slabs thick ones go faster than they will leave.
  velocity = throughput / (density * cell_thickness[cells] * slab_length * cover);
  thickness_face[1] = cell_thickness[1] + (cell_thickness[2] - thickness) / 4;
  for i in 2:cells - 1 loop
    thickness_face[i] = cell_thickness[i] + (cell_thickness[i + 1] - cell_thickness[i - 1]) / 4;
  end for;
  thickness_face[cells] = cell_thickness[cells];
  der(cell_thickness[1]) = velocity / cell_length[1] * (thickness - thickness_face[1]);
  for i in 2:cells loop
    der(cell_thickness[i]) =
      velocity / cell_length[i] * (thickness_face[i - 1] - thickness_face[i]);
  end for;
  for j in 1:zones loop
    zone_thickness[j] = (cell_length[3 * j - 2] * cell_thickness[3 * j - 2]
      + cell_length[3 * j - 1] * cell_thickness[3 * j - 1]
      + cell_length[3 * j] * cell_thickness[3 * j]) / zone_length[j];
  end for;

  // A zone follows its setpoint as its controller makes it, as far as its burners carry: what they
  // cannot give, and what they give turned down, the zone's temperature pays.
  for j in 1:zones loop
    beyond[j] = zone_fuel[j] + holding[j] * (setpoint[j] - T_zone[j]) - capacity[j];
    below[j] = turn_down[j] - zone_fuel[j] - holding[j] * (setpoint[j] - T_zone[j]);
    der(T_zone[j]) = (setpoint[j] - T_zone[j]
      - (beyond[j] + sqrt(beyond[j] ^ 2 + fuel_rounding ^ 2)) / (2 * holding[j])
      + (below[j] + sqrt(below[j] ^ 2 + fuel_rounding ^ 2)) / (2 * holding[j])) / lag;
  end for;

  // Temperatures along the furnace, from the thermocouples' places.
  T_second[1] = T_flue + inner_share * (T_zone[1] - T_flue);
  T_second[2] = T_zone[2] + peak;
  T_second[3] = T_zone[3] - exit_drop + exit_gain * (T_zone[3] - T_mean[7]);
  T_around[1] = T_flue + 0.27 * (T_second[1] - T_flue);
  T_around[2] = T_flue + 0.8 * (T_second[1] - T_flue);
  T_around[3] = T_second[1] + 0.83 * (T_zone[1] - T_second[1]);
  T_around[4] = (T_zone[1] + T_zone[2]) / 2;
  T_around[5] = T_zone[2];
  T_around[6] = T_second[2];
  T_around[7] = (T_second[2] + T_zone[3]) / 2;
  T_around[8] = T_zone[3];
  T_around[9] = T_second[3];

  for i in 1:cells loop
    T_mean[i] = T_base + T_rise * (enthalpy[i] / h_unit)
      + T_cold * tanh((enthalpy[i] / h_unit - 0.04061) / 0.0948)
      - T_transformation * tanh((enthalpy[i] / h_unit - 0.47671) / 0.07685);
    k[i] = k_hot + (k_cold - k_hot) * (1 - tanh((T_mean[i] - 800) / T_step)) / 2;
    resistance[i] = cell_thickness[i] / (6 * k[i]);
  end for;
  // Before the soaking zone the profile over thickness is in balance with the flux; the surface's
  // radiation is taken along its tangent, so that no equation has to be solved.
  for i in 1:cells - soaked loop
    flux[i] = exchange[zone[i]] * sigma * (T_around[i] ^ 4 - T_mean[i] ^ 4)
      / (1 + 4 * exchange[zone[i]] * sigma * T_mean[i] ^ 3 * resistance[i]);
    T_surface[i] = T_mean[i] + flux[i] * resistance[i];
  end for;
  // In the soaking zone it evens out with the time constant of its first mode, s^2 / (4 pi^2 a).
  for m in 1:soaked loop
    T_surface[m + 6] = T_mean[m + 6] + difference[m] * 2 / 3;
    flux[m + 6] = exchange[3] * sigma * (T_around[m + 6] ^ 4 - T_surface[m + 6] ^ 4);
  end for;
  der(difference[1]) =
    (1.5 * flux[7] * resistance[7] - difference[1]) * 4 * 3.14159265 ^ 2 * k[7]
      / (density * cp_hot * cell_thickness[7] ^ 2)
    + velocity / cell_length[7] * (1.5 * flux[6] * resistance[6] - difference[1]);
  for m in 2:soaked loop
    der(difference[m]) =
      (1.5 * flux[m + 6] * resistance[m + 6] - difference[m]) * 4 * 3.14159265 ^ 2 * k[m + 6]
        / (density * cp_hot * cell_thickness[m + 6] ^ 2)
      + velocity / cell_length[m + 6] * (difference[m - 1] - difference[m]);
  end for;
  // What passes from cell to cell is taken by Fromm's scheme, so that a lot's ends stay sharper than
  // in mixed tanks.
  inlet = (cp_cold + cp_slope * (charge_temperature - zero_celsius))
    * (charge_temperature - zero_celsius);
  face[1] = enthalpy[1] + (enthalpy[2] - inlet) / 4;
  for i in 2:cells - 1 loop
    face[i] = enthalpy[i] + (enthalpy[i + 1] - enthalpy[i - 1]) / 4;
  end for;
  face[cells] = enthalpy[cells];
  der(enthalpy[1]) = 2 * flux[1] / (density * cell_thickness[1])
    + velocity / cell_length[1] * (inlet - face[1]);
  for i in 2:cells loop
    der(enthalpy[i]) = 2 * flux[i] / (density * cell_thickness[i])
      + velocity / cell_length[i] * (face[i - 1] - face[i]);
  end for;

  // Heat balances: what slabs and walls of a zone take.
  T_middle = {(T_flue + T_zone[1]) / 2, T_zone[2], T_zone[3]};
  for j in 1:zones loop
    q_zone[j] = 2 * slab_length * cover
        * (cell_length[3 * j - 2] * flux[3 * j - 2] + cell_length[3 * j - 1] * flux[3 * j - 1]
          + cell_length[3 * j] * flux[3 * j])
      + wall_conductance * (T_middle[j] - ambient);
  end for;
  fuel = fuel_share * (q_zone[1] + q_zone[2] + q_zone[3])
    / (fuel_and_air - flue_capacity * (T_flue - zero_celsius));
  zone_fuel[3] = fuel_share * q_zone[3] / (fuel_and_air - flue_capacity * (T_zone[3] + fire_3 - zero_celsius));
  cooling = flue_capacity * zone_fuel[3] * (T_zone[3] + fire_3 - T_zone[2] - fire_2);
  zone_fuel[2] = (fuel_share * q_zone[2] - cooling)
    / (fuel_and_air - flue_capacity * (T_zone[2] + fire_2 - zero_celsius));
  zone_fuel[1] = fuel - zone_fuel[2] - zone_fuel[3];
  der(T_flue) = (flue_base + flue_zone * T_zone[1] + flue_heating * T_zone[2] + flue_fire * fuel
    - T_flue) / flue_lag;

  exit_mean = T_mean[cells] + exit_bias;
  // A cell knows no single slab. One that is thicker than its cell's mean is behind in heating; the
  // larger of two thicknesses is taken smoothly, within a millimetre.
  thickest = (thickest_heated + thickest_soaked
    + sqrt((thickest_heated - thickest_soaked) ^ 2 + thickness_rounding ^ 2)) / 2;
  exit_coldest = exit_mean - own_gain * (thickest - cell_thickness[cells]);
  own_excess = own_gain * (cell_thickness[cells] - exit_thickness);
  exit_surface = exit_mean + own_excess + difference[soaked] * 2 / 3 + pyrometer_bias;
  exit_difference = difference[soaked];
  lacking = sum(cell_length[i] * (ready_enthalpy - enthalpy[i]) for i in 2:cells - soaked)
    / sum(cell_length[i] for i in 2:cells - soaked);
  // Thick slabs behind thin ones come at the pace of the thin: more steel than leaves.
  crowding = sum(cell_length[i] * cell_thickness[i] for i in 2:cells - soaked)
    / sum(cell_length[i] for i in 2:cells - soaked) / zone_thickness[3];
  load = lacking * crowding * (throughput + usual_pace) / 2;
  preheat_ready = T_zone[1] - preheat_least - preheat_gain * (load - load_light);
  heating_ready = T_zone[2] - heating_least - heating_gain * (load - load_light);
  der(mill_mean) = (exit_mean + own_excess - mill_mean) / mill_lag;
  scale_rate = 2 * slab_length * cover * scale_factor
    * sum(cell_length[i] * exp(-scale_energy / (gas_constant * T_surface[i])) for i in 1:cells);
end Furnace;
