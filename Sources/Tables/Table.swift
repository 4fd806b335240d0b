/// Named columns of numbers over time, as read from or written to a file.
package struct Table: Hashable, Sendable {
    /// Names of the columns after the time, in the order of the file.
    package let columns: [String]
    /// Strictly ascending [s].
    package let times: [Double]
    /// One row a time, one number a column; nil where nothing was recorded.
    package let rows: [[Double?]]

    package init(columns: [String], times: [Double], rows: [[Double?]]) {
        precondition(
            times.count == rows.count && rows.allSatisfy { $0.count == columns.count },
            "\(times.count) times, \(rows.count) rows, \(columns.count) columns")
        self.columns = columns
        self.times = times
        self.rows = rows
    }

    /// The numbers of one column; nil if there is none of that name.
    package func column(_ name: String) -> [Double?]? {
        guard let j = columns.firstIndex(of: name) else { return nil }
        return rows.map { $0[j] }
    }

    /// The rows from position `first` up to before `end`.
    package func slice(_ first: Int, _ end: Int) -> Table {
        Table(
            columns: columns, times: Array(times[first..<end]), rows: Array(rows[first..<end]))
    }
}
