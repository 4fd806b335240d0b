/// Zone setpoints per thickness class, as they hang in the pulpit.
package struct SetpointTable: Hashable, Sendable {
    /// One row a class in the order of `ThicknessClass.allCases`; preheating, heating, soaking
    /// [°C].
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

    /// Setpoints for the thickest class present in each zone: the slab that is hardest to heat
    /// rules.
    package func setpoints(thickest: [ThicknessClass]) -> [Double] {
        thickest.indices.map { row(thickest[$0])[$0] }
    }
}

extension SetpointTable {
    /// The first baseline, *practice*: what hangs in the pulpit.
    ///
    /// Settings for the worst case, as works keep them: each class alone, charged cold, at the
    /// rated pace, leaves with a mean 20 K above the lowest that the mill takes. `flyball-plant
    /// baselines` derives it again; docs/plant.md says why this rule.
    package static let practice = SetpointTable(
        thin: [1120, 1260, 1235],
        medium: [1125, 1265, 1240],
        thick: [1125, 1265, 1240])

    /// The second baseline, *best fixed*: the table that burns least at no more off-spec slabs than
    /// practice, found by `flyball-plant baselines` on seeds 101–112.
    package static let bestFixed = SetpointTable(
        thin: [1060, 1262, 1247],
        medium: [1059, 1261, 1246],
        thick: [1053, 1255, 1240])
}
