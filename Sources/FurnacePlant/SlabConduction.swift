/// Heat arriving at one face, linear in the face's temperature around the value it has now.
struct FaceFlux {
    /// Flux at the present temperature [W/m²].
    var now: Double
    /// Change with the face's temperature [W/(m²·K)]; not positive.
    var slope: Double
}

/// Conducts heat through the thickness over one step and returns what each face took up [J/m²].
///
/// Finite volumes, implicit in time (Patankar, Numerical Heat Transfer and Fluid Flow, ch. 4), both
/// faces half a layer:
///
///     ρ V_i c_i (T_i' − T_i)/Δt = k/Δx (T'_{i+1} − T'_i) − k/Δx (T'_i − T'_{i−1}) + q'
///
/// solved by the Thomas algorithm; the fluxes at T' then move the enthalpies, so that energy is
/// kept to rounding whatever the specific heat does within the step.
func conduct(
    enthalpies: inout InlineArray<11, Double>, temperatures: inout InlineArray<11, Double>,
    thickness: Double, bottom: FaceFlux, top: FaceFlux, dt: Double, steel: SteelTable
) -> (bottom: Double, top: Double) {
    let last = 10
    let dx = thickness / Double(last)
    var upper = InlineArray<11, Double>(repeating: 0)  // super-diagonal after elimination
    var right = InlineArray<11, Double>(repeating: 0)
    var couplings = InlineArray<11, Double>(repeating: 0)  // k/Δx between i and i+1
    for i in 0..<last {
        let mean = 0.5 * (temperatures[i] + temperatures[i + 1])
        couplings[i] = SteelTable.conductivity(mean) / dx
    }
    for i in 0...last {
        let share = (i == 0 || i == last) ? 0.5 : 1.0
        let inertia =
            SteelTable.density * dx * share * steel.specificHeat(enthalpies[i]) / dt
        let below = i > 0 ? couplings[i - 1] : 0
        let above = i < last ? couplings[i] : 0
        var diagonal = inertia + below + above
        var known = inertia * temperatures[i]
        if i == 0 {
            diagonal -= bottom.slope
            known += bottom.now - bottom.slope * temperatures[0]
        }
        if i == last {
            diagonal -= top.slope
            known += top.now - top.slope * temperatures[last]
        }
        if i > 0 {
            diagonal -= below * upper[i - 1]
            known += below * right[i - 1]
        }
        upper[i] = above / diagonal
        right[i] = known / diagonal
    }
    for i in stride(from: last - 1, through: 0, by: -1) { right[i] += upper[i] * right[i + 1] }

    let bottomFlux = bottom.now + bottom.slope * (right[0] - temperatures[0])
    let topFlux = top.now + top.slope * (right[last] - temperatures[last])
    var arriving = bottomFlux
    for i in 0...last {
        let share = (i == 0 || i == last) ? 0.5 : 1.0
        let leaving = i < last ? couplings[i] * (right[i] - right[i + 1]) : -topFlux
        enthalpies[i] += (arriving - leaving) * dt / (SteelTable.density * dx * share)
        temperatures[i] = steel.temperature(enthalpies[i])
        arriving = leaving
    }
    return (bottomFlux * dt, topFlux * dt)
}

/// Oxidation of steel in products of combustion.
///
/// Parabolic growth of wustite, w² grows at k(T) (Wagner; Chen & Yuen, Oxidation of Metals 59
/// (2003) 433–468, activation energy of iron 169.45 kJ/mol). The factor is set so that a slab loses
/// 0.7–1.5 % as works report; growth falls with less free oxygen (Abuluwefa et al., Metall. Mater.
/// Trans. A 28 (1997) 1643–1651), taken linear here.
enum Scale {
    /// Heat of Fe + ½O₂ → FeO per iron [J/kg].
    static let heat = 4.87e6

    /// Growth of w² [kg²/(m⁴·s)] for iron lost per area.
    static func rate(_ celsius: Double, oxygen: Double, exponential: (Double) -> Double) -> Double {
        guard celsius > 600 else { return 0 }
        let arrhenius = exponential(-169_450 / (8.314 * (celsius + celsiusZero)))
        let freeOxygen = oxygen < 5 ? oxygen : 5
        return 9800 * (0.7 + 0.1 * freeOxygen) * arrhenius
    }
}
