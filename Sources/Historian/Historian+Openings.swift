package import Determinism
import Foundation
import GRDB

extension Historian {
    /// The openings of the journal that were taken in, oldest first, as the journal wrote them.
    package func openings() throws(HistorianError) -> [(at: PlantTime, json: String)] {
        try file.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(IngestedRecord.columns) FROM journal
                    WHERE kind = 'opened' ORDER BY sequence
                    """
            ).map(IngestedRecord.init).map { ($0.at, $0.json) }
        }
    }
}
