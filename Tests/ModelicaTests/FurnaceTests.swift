import Modelica
import Modeling
import Testing

/// A furnace of n zones with gas, wall, slab surface and core in each: arrays and loops.
@Suite struct FurnaceTests {
    static func text(zones: Int) -> String {
        """
        model Furnace "zones in a row, slabs move from the first to the last"
          parameter Integer n = \(zones) "zones";
          parameter Real C_gas(unit = "J/K") = 2.0e5;
          parameter Real C_wall(unit = "J/K") = 8.0e6;
          parameter Real C_slab[n](each unit = "J/K") = fill(4.0e6, n);
          parameter Real emissivity(unit = "1") = 0.55;
          parameter Real area[n](each unit = "m2") = {20 + 2 * i for i in 1:n};
          parameter Real wall_conductance(unit = "W/K", min = 100, max = 20000) = 3200;
          parameter Real core_conductance(unit = "W/K") = 5.0e4;
          parameter Real T_ambient(unit = "K") = 293.15;
          input Real setpoint[n](each unit = "K", each start = 1400);
          input Real speed(unit = "1/s", start = 1 / 1200);
          input Real T_charge(unit = "K", start = 300);
          Real T_gas[n](each unit = "K", start = {1000 + 50 * i for i in 1:n});
          Real T_wall[n](each unit = "K", each start = 900);
          Real T_surface[n](each unit = "K", start = fill(T_ambient, n));
          Real T_core[n](each unit = "K", each start = 850, each nominal = 1000);
          Real q_radiation[n](each unit = "W");
          Real q_wall[n](each unit = "W") = wall_conductance * (T_gas - T_wall);
          Real q_fuel[n](each unit = "W");
          output Real fuel(unit = "W");
          output Real exit_mean(unit = "K");
        protected
          Real inflow[n](each unit = "K");
        equation
          fuel = sum(q_fuel);
          for i in 1:n loop
            q_radiation[i] = Modelica.Constants.sigma * emissivity * area[i]
              * (T_gas[i]^4 - T_surface[i]^4);
            q_fuel[i] = max(0, 2.0e4 * wall_conductance / 3200 * (setpoint[i] - T_gas[i]));
            C_gas * der(T_gas[i]) = q_fuel[i] - q_radiation[i] - q_wall[i];
            C_slab[i] / 2 * (der(T_surface[i]) - speed * (inflow[i] - T_surface[i]))
              = q_radiation[i] - core_conductance * (T_surface[i] - T_core[i]);
            C_slab[i] / 2 * der(T_core[i]) = core_conductance * (T_surface[i] - T_core[i]);
            inflow[i] = if i == 1 then T_charge else T_surface[i - 1];
          end for;
          C_wall * der(T_wall) = q_wall - wall_conductance / 10 * (T_wall - fill(T_ambient, n));
          exit_mean = (T_surface[end] + T_core[n]) / 2;
        end Furnace;
        """
    }

    @Test func `a furnace of zones has the derivatives of its formulas`() throws {
        let text = CompiledText(Self.text(zones: 5))
        let model = try text.model()
        #expect(model.states.count == 20)
        #expect(model.states[0].name == "T_gas[1]" && model.states[0].start == 1050)
        #expect(model.states[12].name == "T_surface[3]" && model.states[12].start == 293.15)
        #expect(model.parameters.map(\.name).filter { $0.hasPrefix("area") }.count == 5)
        var point: [String: Double] = ["speed": 0.002, "T_charge": 310]
        for i in 1...5 {
            let z = Double(i)
            point["setpoint[\(i)]"] = i == 2 ? 900 : 1300 + 20 * z
            point["T_gas[\(i)]"] = 1200 + 11 * z
            point["T_wall[\(i)]"] = 1000 + 7 * z
            point["T_surface[\(i)]"] = 700 + 90 * z
            point["T_core[\(i)]"] = 650 + 80 * z
        }
        let values = try text.values(at: point)
        var fuel = 0.0
        for i in 1...5 {
            func at(_ name: String) -> Double { point["\(name)[\(i)]"] ?? .nan }
            let gas = at("T_gas")
            let surface = at("T_surface")
            let core = at("T_core")
            let radiation =
                5.670_374_419e-8 * 0.55 * (20 + 2 * Double(i))
                * (gas * gas * gas * gas - surface * surface * surface * surface)
            let burner = max(0, 2e4 * (at("setpoint") - gas))
            fuel += burner
            let wall = 3200 * (gas - at("T_wall"))
            let inflow = i == 1 ? 310 : point["T_surface[\(i - 1)]"] ?? .nan
            let exchange = 5e4 * (surface - core)
            #expect(
                isClose(
                    values["der(T_gas[\(i)])"], (burner - radiation - wall) / 2e5, within: 1e-11))
            #expect(
                isClose(
                    values["der(T_surface[\(i)])"],
                    0.002 * (inflow - surface) + (radiation - exchange) / 2e6, within: 1e-11))
            #expect(isClose(values["der(T_core[\(i)])"], exchange / 2e6))
            #expect(
                isClose(
                    values["der(T_wall[\(i)])"],
                    (wall - 320 * (at("T_wall") - 293.15)) / 8e6, within: 1e-11))
        }
        #expect(isClose(values["fuel"], fuel))
        #expect(isClose(values["exit_mean"], (1150 + 1050) / 2))
    }

    @Test func `a furnace of 5 zones compiles in well under 100 ms`() throws {
        let clock = ContinuousClock()
        let text = Self.text(zones: 5)
        #expect(try CompiledText(text).model().states.count == 20)
        let times = (0..<5).map { _ in
            clock.measure { _ = compile(text: text, file: "furnace.mo", units: FixedUnits()) }
        }
        let best = try #require(times.min())
        #expect(best < .milliseconds(100), "\(times)")
        print("furnace of 20 states:", best)
    }

    @Test func `a furnace of 500 zones still compiles`() throws {
        let model = try CompiledText(Self.text(zones: 500)).model()
        #expect(model.states.count == 2000)
    }
}
