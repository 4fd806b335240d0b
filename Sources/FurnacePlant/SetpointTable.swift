/// Zone setpoints per thickness class, as they hang in the pulpit.
package struct SetpointTable: Hashable, Sendable {
    /// One row a class in the order of `ThicknessClass.allCases`; preheating, heating, soaking [°C].
    package var rows: [[Double]]

    package init(thin: [Double], medium: [Double], thick: [Double]) {
        precondition(thin.count == 3 && medium.count == 3 && thick.count == 3, "three zones a row")
        rows = [thin, medium, thick]
    }

    /// The row of a class: preheating, heating, soaking [°C].
    package func row(_ thicknessClass: ThicknessClass) -> [Double] {
        switch thicknessClass {
        case .thin: rows[0]
        case .medium: rows[1]
        case .thick: rows[2]
        }
    }

    /// Setpoints for the thickest class present in each zone: the slab that is hardest to heat rules.
    package func setpoints(thickest: [ThicknessClass]) -> [Double] {
        thickest.indices.map { row(thickest[$0])[$0] }
    }
}

extension SetpointTable {
    package static let practice = SetpointTable(
        thin: [1080, 1230, 1225],
        medium: [1110, 1250, 1230],
        thick: [1140, 1265, 1235])
}
