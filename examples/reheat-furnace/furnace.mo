model Furnace
  "Walking-beam reheating furnace: three control zones, six cells of moving slabs, SI throughout"
  // Slabs are lumped over thickness: a mean temperature and the difference surface - core of a
  // parabolic profile (Incropera & DeWitt, Heat and Mass Transfer, 5.5). Heat reaches them by
  // radiation between two grey surfaces, with one exchange factor a cell that stands for
  // emissivities, views and gas (Trinks et al., Industrial Furnaces, 6th ed., ch. 2).
  constant Integer zones = 3;
  constant Integer cells = 6 "slab cells, two a zone";
  constant Integer zone[cells] = {1, 1, 2, 2, 3, 3} "which zone heats a cell";
  constant Real sigma(unit = "W/(m2.K4)") = 5.670374e-8 "Stefan-Boltzmann constant";
  constant Real gas_constant(unit = "J/(mol.K)") = 8.314;

  // Geometry
  constant Real cell_length[cells](each unit = "m") = {6.4, 6.4, 4.8, 4.8, 4.8, 4.8};
  constant Real zone_length[zones](each unit = "m") = {12.8, 9.6, 9.6};
  constant Real slab_length(unit = "m") = 9 "across the furnace";
  constant Real cover(unit = "1") = 0.96 "share of the length that carries slabs";

  // Steel
  constant Real density(unit = "kg/m3") = 7700;
  // Specific heat and conductivity as smooth curves through the tables of Eurocode 3, part 1-2, 3.4:
  // a step around 800 K, and a bell at the transformation near 1010 K.
  constant Real cp_cold(unit = "J/(kg.K)") = 480;
  constant Real cp_hot(unit = "J/(kg.K)") = 670;
  constant Real cp_bell(unit = "J/(kg.K)") = 480;
  constant Real T_step(unit = "K") = 800;
  constant Real T_bell(unit = "K") = 1020;
  constant Real bell_width(unit = "K") = 75;
  constant Real step_width(unit = "K") = 250;
  constant Real k_cold(unit = "W/(m.K)") = 51;
  constant Real k_hot(unit = "W/(m.K)") = 27;

  // Calibrated on a recorded day
  parameter Real exchange[cells](each unit = "1", each min = 0.05, each max = 1.2) =
    {0.25, 0.45, 0.6, 0.6, 0.6, 0.6} "radiation exchange factors";
  parameter Real wall_conductance[zones](each unit = "W/K", each min = 100, each max = 20000) =
    {1500, 1500, 1500} "to the surroundings, walls, skids and doors";
  parameter Real lag(unit = "s", min = 60, max = 3600) = 400
    "time in which a zone follows its setpoint";
  parameter Real zone_heat(unit = "J/K", min = 1e6, max = 2e9) = 5e7 "refractory that follows a zone";
  parameter Real efficiency(unit = "1", min = 0.3, max = 0.9) = 0.62
    "share of the fuel that stays, preheating zone at 1350 K, 50 kg/s of steel";
  parameter Real flue_loss(unit = "1/K", min = 0, max = 2e-3) = 3e-4
    "how a hotter preheating zone lowers it";
  parameter Real draught_loss(unit = "s/kg", min = -5e-3, max = 5e-3) = 1e-3
    "how more steel (so more flue gas) lowers it";
  parameter Real exit_bias(unit = "K", min = -60, max = 60) = 0
    "discharge mean beyond the last cell's";
  parameter Real pyrometer_bias(unit = "K", min = -60, max = 60) = 0 "scale on the surface";
  parameter Real mill_lag(unit = "s", min = 30, max = 1200) = 240
    "from discharge to the mill's reading";
  parameter Real scale_factor(unit = "kg/(m2.s)", min = 0) = 0.45;
  parameter Real scale_energy(unit = "J/mol", min = 0) = 84000;

  input Real setpoint[zones](each unit = "K", each min = 900, each max = 1650);
  input Real throughput(unit = "kg/s", min = 0, max = 100);
  input Real thickness(unit = "m", min = 0.1, max = 0.4) "of the slabs being charged";
  input Real charge_temperature(unit = "K", min = 250, max = 1200);
  input Real ambient(unit = "K", min = 230, max = 330);

  Real T_zone[zones](each unit = "K", start = {1370, 1520, 1500}, each nominal = 1000);
  Real T_mean[cells](each unit = "K", start = {550, 850, 1150, 1300, 1420, 1470}, each nominal = 1000);
  Real difference[cells](each unit = "K", start = {120, 150, 120, 100, 50, 25}, each nominal = 100)
    "surface - core";
  Real zone_thickness[zones](each unit = "m", each start = 0.22, each nominal = 0.2)
    "mean of the slabs in a zone";
  Real mill_mean(unit = "K", start = 1470, nominal = 1000) "what the mill reads, late";

  Real velocity[zones](each unit = "m/s") "of the slabs";
  Real T_surface[cells](each unit = "K");
  Real cp[cells](each unit = "J/(kg.K)") "specific heat of carbon steel";
  Real k[cells](each unit = "W/(m.K)") "its conductivity";
  Real flux[cells](each unit = "W/m2") "into each face";
  Real q_slab[zones](each unit = "W");
  Real q_wall[zones](each unit = "W");
  Real scale_length[cells](each unit = "m") "cell length weighed by how fast scale grows";
  Real share_kept(unit = "1");

  output Real fuel(unit = "W", nominal = 5e7);
  output Real exit_mean(unit = "K", nominal = 1000) "mean over thickness, discharged slab";
  output Real exit_surface(unit = "K", nominal = 1000) "what the pyrometer sees";
  output Real exit_spread(unit = "K", nominal = 30) "surface - core, discharged slab";
  output Real scale_rate(unit = "kg/s") "iron lost to scale";
equation
  // A zone follows its setpoint as its controller makes it.
  for j in 1:zones loop
    der(T_zone[j]) = (setpoint[j] - T_zone[j]) / lag;
    velocity[j] = throughput / (density * zone_thickness[j] * slab_length * cover);
  end for;
  der(zone_thickness[1]) = velocity[1] / zone_length[1] * (thickness - zone_thickness[1]);
  for j in 2:zones loop
    der(zone_thickness[j]) = velocity[j] / zone_length[j] * (zone_thickness[j - 1] - zone_thickness[j]);
  end for;

  for i in 1:cells loop
    T_surface[i] = T_mean[i] + difference[i] * 2 / 3;
    cp[i] = cp_cold + (cp_hot - cp_cold) * (1 + tanh((T_mean[i] - T_step) / step_width)) / 2
      + cp_bell * exp(-((T_mean[i] - T_bell) / bell_width) ^ 2);
    k[i] = k_hot + (k_cold - k_hot) * (1 - tanh((T_mean[i] - T_step) / step_width)) / 2;
    flux[i] = exchange[i] * sigma * (T_zone[zone[i]] ^ 4 - T_surface[i] ^ 4);
    der(difference[i]) =
      (flux[i] * zone_thickness[zone[i]] / (4 * k[i]) - difference[i])
        * 4 * 3.14159265 ^ 2 * k[i] / (density * cp[i] * zone_thickness[zone[i]] ^ 2)
      + velocity[zone[i]] / cell_length[i] * ((if i == 1 then 0 else difference[max(i - 1, 1)]) - difference[i]);
    der(T_mean[i]) =
      2 * flux[i] / (density * zone_thickness[zone[i]] * cp[i])
      + velocity[zone[i]] / cell_length[i]
        * ((if i == 1 then charge_temperature else T_mean[max(i - 1, 1)]) - T_mean[i]);
  end for;

  // Heat balance: what slabs and walls take, and what the zones store.
  for j in 1:zones loop
    q_slab[j] = 2 * slab_length * cover
      * (cell_length[2 * j - 1] * flux[2 * j - 1] + cell_length[2 * j] * flux[2 * j]);
    q_wall[j] = wall_conductance[j] * (T_zone[j] - ambient);
  end for;
  share_kept = efficiency - flue_loss * (T_zone[1] - 1350) - draught_loss * (throughput - 50);
  fuel = (sum(q_slab) + sum(q_wall) + zone_heat * sum(der(T_zone))) / share_kept;

  exit_mean = T_mean[cells] + exit_bias;
  exit_surface = exit_mean + difference[cells] * 2 / 3 + pyrometer_bias;
  exit_spread = difference[cells];
  der(mill_mean) = (exit_mean - mill_mean) / mill_lag;
  for i in 1:cells loop
    scale_length[i] = cell_length[i] * exp(-scale_energy / (gas_constant * T_surface[i]));
  end for;
  scale_rate = 2 * slab_length * cover * scale_factor
    * sum(scale_length);
end Furnace;
