import Determinism

/// Zero of the Celsius scale [K].
package let celsiusZero = 273.15

/// Black-body emissive power σT⁴ at a temperature in °C [W/m²].
@inline(__always)
func blackBody(_ celsius: Double) -> Double {
    let t = celsius + celsiusZero
    return 5.670374e-8 * t * t * t * t
}

/// Its slope 4σT³ [W/(m²·K)].
@inline(__always)
func blackBodySlope(_ celsius: Double) -> Double {
    let t = celsius + celsiusZero
    return 4 * 5.670374e-8 * t * t * t
}

/// Exchange by radiation in one cell of the furnace: a grey gas, the slabs, the refractory.
///
/// Net-radiation method for a grey gas between two diffuse surfaces of which the slabs see only
/// the walls (Hottel & Sarofim, Radiative Transfer, 1967, ch. 8; Modest, Radiative Heat Transfer,
/// ch. 5). Radiosity J = εE + (1−ε)H; irradiation H is what arrives.
///
///     H_s = e E_g + t J_w                       e: emissivity of the gas, t = 1 − e
///     H_w = e E_g + t (f J_s + (1−f) J_w)       f = A_s/A_w: share of the wall's view
struct CellRadiation {
    /// Emissivity of slabs covered with scale; 0.7 to 0.85 is common for oxidised steel.
    static let slabEmissivity = 0.80
    /// Emissivity of the refractory.
    static let wallEmissivity = 0.75

    /// Irradiation on the slabs [W/m²] = `slabsBase` + `slabsPerGas` · E_g.
    var slabsBase = 0.0
    var slabsPerGas = 0.0
    /// Irradiation on the wall [W/m²], likewise, and the wall's own radiosity.
    var wallBase = 0.0
    var wallPerGas = 0.0
    var wallRadiosityBase = 0.0
    var wallRadiosityPerGas = 0.0
    /// Net power leaving the gas [W] = `gasBase` + `gasPerGas` · E_g.
    var gasBase = 0.0
    var gasPerGas = 0.0

    /// - Parameters:
    ///   - gasEmissivity: of the gas, 0…1.
    ///   - slabArea: area of slab surface that exchanges [m²]; at most `wallArea`.
    ///   - slabPower: mean σT⁴ over that area [W/m²].
    ///   - wallArea: area of refractory [m²].
    ///   - wallPower: σT⁴ of the wall [W/m²].
    init(
        gasEmissivity e: Double, slabArea: Double, slabPower: Double, wallArea: Double,
        wallPower: Double
    ) {
        let (slab, wall) = (CellRadiation.slabEmissivity, CellRadiation.wallEmissivity)
        let (slabMirror, wallMirror) = (1 - slab, 1 - wall)
        let t = 1 - e
        let f = slabArea / wallArea
        let loop = 1 - wallMirror * t * (f * slabMirror * t + 1 - f)
        wallRadiosityBase = (wall * wallPower + wallMirror * t * f * slab * slabPower) / loop
        wallRadiosityPerGas = wallMirror * e * (1 + t * f * slabMirror) / loop
        slabsBase = t * wallRadiosityBase
        slabsPerGas = e + t * wallRadiosityPerGas
        let slabRadiosityBase = slab * slabPower + slabMirror * slabsBase
        let slabRadiosityPerGas = slabMirror * slabsPerGas
        wallBase = t * (f * slabRadiosityBase + (1 - f) * wallRadiosityBase)
        wallPerGas = e + t * (f * slabRadiosityPerGas + (1 - f) * wallRadiosityPerGas)
        gasBase = -e * (slabArea * slabRadiosityBase + wallArea * wallRadiosityBase)
        gasPerGas =
            e * (slabArea * (1 - slabRadiosityPerGas) + wallArea * (1 - wallRadiosityPerGas))
    }

    /// Emissivity of the products of natural gas at a mean beam length of about 2 m.
    ///
    /// A line through Hottel's charts for CO₂ + H₂O at 0.27 bar in all: 0.42 at 1000 K, 0.28 at
    /// 1700 K.
    static func gasEmissivity(_ celsius: Double) -> Double {
        let e = 0.42 - 2.0e-4 * (celsius + celsiusZero - 1000)
        return e >= 0.2 && e <= 0.5 ? e : (e < 0.2 ? 0.2 : 0.5)
    }
}
