/// A dense matrix of numbers, stored column by column.
///
/// A value type for small problems (up to some hundred rows): covariances, sensitivities, normal
/// equations. Kernels over caller-owned storage are a different thing and do not use it.
package struct Matrix: Hashable, Codable, Sendable {
    package let rows: Int
    package let columns: Int
    /// Element (i, j) stands at `i + j * rows`.
    package var elements: [Double]

    /// All elements equal to `value`.
    package init(rows: Int, columns: Int, repeating value: Double = 0) {
        precondition(rows >= 0 && columns >= 0, "a matrix of \(rows)×\(columns)")
        self.rows = rows
        self.columns = columns
        elements = Array(repeating: value, count: rows * columns)
    }

    /// `elements` column by column; `rows × columns` of them.
    package init(rows: Int, columns: Int, elements: [Double]) {
        precondition(
            rows >= 0 && columns >= 0 && elements.count == rows * columns,
            "a \(rows)×\(columns) matrix came with \(elements.count) elements")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// The given rows, all of one length.
    package init(rows values: [[Double]]) {
        self.init(rows: values.count, columns: values.first?.count ?? 0)  // no rows, no columns
        for (i, row) in values.enumerated() {
            precondition(row.count == columns, "row \(i) has \(row.count) elements, not \(columns)")
            for j in 0..<columns { elements[i + j * rows] = row[j] }
        }
    }

    /// A square matrix with `values` on its diagonal.
    package init(diagonal values: [Double]) {
        self.init(rows: values.count, columns: values.count)
        for (i, value) in values.enumerated() { elements[i + i * rows] = value }
    }

    package static func identity(_ count: Int) -> Matrix {
        Matrix(diagonal: Array(repeating: 1, count: count))
    }

    @inlinable
    package subscript(row: Int, column: Int) -> Double {
        get { elements[row + column * rows] }
        set { elements[row + column * rows] = newValue }
    }

    package func column(_ j: Int) -> [Double] { Array(elements[j * rows..<(j + 1) * rows]) }
    package func row(_ i: Int) -> [Double] { (0..<columns).map { elements[i + $0 * rows] } }

    /// The elements (i, i).
    package var diagonal: [Double] { (0..<min(rows, columns)).map { elements[$0 + $0 * rows] } }

    package var isFinite: Bool { elements.allSatisfy(\.isFinite) }

    /// The rows and columns of the given positions, in their order.
    package func taking(rows chosenRows: [Int], columns chosenColumns: [Int]) -> Matrix {
        var result = Matrix(rows: chosenRows.count, columns: chosenColumns.count)
        for (j, from) in chosenColumns.enumerated() {
            for (i, row) in chosenRows.enumerated() { result[i, j] = self[row, from] }
        }
        return result
    }
}
