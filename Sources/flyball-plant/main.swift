import FurnacePlant
import Glibc

for seed in 1...6 as ClosedRange<UInt64> {
    var f = Furnace(settings: FurnaceSettings(), seed: seed)
    let start = f.truth.energy
    for _ in 0..<24*720 { f.practise(.practice); f.advance(by: 5) }
    let e = f.truth.energy.since(start)
    print(seed, "SEC", e.specificEnergy, "off", e.offSpecificationShare, e.slabsOut, "loss", e.scaleLoss / e.massOut, "t/h", e.massOut/24000)
    print("  slabs", e.slabs / e.fuel, "flue", e.flue / e.fuel, "walls", e.walls / e.fuel, "skids", e.skids / e.fuel, "doors", e.doors / e.fuel, "scale", e.scale / e.fuel, "air", f.measurements.recuperatorAir, "flue", f.measurements.flue, f.measurements.fuel, f.measurements.oxygen)
    for c in ThicknessClass.allCases {
        let s = f.truth.discharged.filter { $0.order.thicknessClass == c }
        let m = s.map(\.mean).sorted(), d = s.map(\.spread).sorted()
        guard m.count > 3 else { continue }
        func q(_ a: [Double], _ p: Double) -> Int { Int(a[Int(p * Double(a.count - 1))]) }
        print("  ", c.rawValue, m.count, "mean", q(m, 0), q(m, 0.05), q(m, 0.5), q(m, 0.95), q(m, 1), "spread", q(d, 0.5), q(d, 0.95), q(d, 1), "low", m.filter { $0 < 1180 }.count, "high", m.filter { $0 > 1240 }.count, "spread>35", d.filter { $0 > 35 }.count)
    }
}
