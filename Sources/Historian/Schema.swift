import GRDB

/// The tables of the record. A new schema is one more named migration; old ones never change.
enum Schema {
    /// "flyb": marks the file as a record of Flyball (SQLite's `application_id`).
    static let applicationID = 0x666C_7962

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 samples, estimates, forecasts, journal, cycles") { db in
            try db.execute(sql: first)
            for table in appendOnly { try db.execute(sql: guardTriggers(table)) }
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        }
        migrator.registerMigration("2 troubles") { db in
            try db.execute(sql: second + guardTriggers("troubles"))
        }
        migrator.registerMigration("3 advice inputs") { db in
            try db.execute(sql: third + guardTriggers("advice_inputs"))
        }
        return migrator
    }

    /// Tables of the first migration whose rows never change and never go.
    static let appendOnly = [
        "tags", "samples", "gaps", "estimates", "forecasts", "forecast_outcomes", "journal",
        "cycles", "cycle_durations",
    ]

    /// Times are nanoseconds since 1970 UTC, values SI. A number is finite or absent: SQLite makes
    /// NaN of a bound value NULL, which NOT NULL refuses, and the checks refuse infinities.
    private static let first = """
        CREATE TABLE tags (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

        CREATE TABLE samples (
            tag INTEGER NOT NULL,
            t_ns INTEGER NOT NULL,
            value REAL CHECK (abs(value) < 9e999),
            quality INTEGER NOT NULL CHECK (quality IN (0, 1, 2)),
            reason TEXT,
            PRIMARY KEY (tag, t_ns),
            CHECK ((quality = 2) = (value IS NULL)),
            CHECK ((quality = 0) = (reason IS NULL))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE gaps (
            noted_ns INTEGER NOT NULL,
            from_ns INTEGER NOT NULL,
            to_ns INTEGER NOT NULL,
            samples INTEGER NOT NULL CHECK (samples > 0)
        ) STRICT;

        CREATE TABLE estimates (
            t_ns INTEGER NOT NULL,
            state TEXT NOT NULL,
            mean REAL NOT NULL CHECK (abs(mean) < 9e999),
            sd REAL NOT NULL CHECK (sd >= 0 AND sd < 9e999),
            PRIMARY KEY (t_ns, state)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE forecasts (
            made_ns INTEGER NOT NULL,
            plan TEXT NOT NULL CHECK (plan IN ('current', 'candidate', 'executed')),
            variable TEXT NOT NULL,
            for_ns INTEGER NOT NULL CHECK (for_ns >= made_ns),
            mean REAL NOT NULL CHECK (abs(mean) < 9e999),
            sd REAL NOT NULL CHECK (sd >= 0 AND sd < 9e999),
            PRIMARY KEY (made_ns, plan, variable, for_ns)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE forecast_outcomes (
            variable TEXT NOT NULL,
            for_ns INTEGER NOT NULL CHECK (for_ns >= made_ns),
            made_ns INTEGER NOT NULL,
            plan TEXT NOT NULL CHECK (plan IN ('current', 'candidate', 'executed')),
            predicted REAL NOT NULL CHECK (abs(predicted) < 9e999),
            sd REAL NOT NULL CHECK (sd >= 0 AND sd < 9e999),
            actual REAL NOT NULL CHECK (abs(actual) < 9e999),
            region TEXT NOT NULL,
            PRIMARY KEY (variable, for_ns, made_ns, plan)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE journal (
            sequence INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            decision INTEGER,
            t_ns INTEGER NOT NULL,
            json TEXT NOT NULL CHECK (json_valid(json)),
            hash TEXT NOT NULL,
            ingested_ns INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX journal_decision ON journal (decision, sequence);
        CREATE INDEX journal_time ON journal (t_ns);
        CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
            WHEN EXISTS (SELECT 1 FROM journal WHERE sequence = NEW.sequence)
            BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;

        CREATE TABLE cycles (
            number INTEGER PRIMARY KEY,
            t_ns INTEGER NOT NULL,
            mode TEXT NOT NULL,
            digest TEXT NOT NULL
        ) STRICT;
        CREATE TABLE cycle_durations (
            cycle INTEGER NOT NULL REFERENCES cycles (number),
            stage TEXT NOT NULL,
            seconds REAL NOT NULL CHECK (seconds >= 0 AND seconds < 9e999),
            PRIMARY KEY (cycle, stage)
        ) STRICT, WITHOUT ROWID;
        """

    /// What kept the loop from estimating, in words; NULL when that was over.
    private static let second = """
        CREATE TABLE troubles (t_ns INTEGER NOT NULL, text TEXT) STRICT;
        CREATE INDEX troubles_time ON troubles (t_ns);

        """

    /// The exact inputs of recommendations, under their SHA-256.
    private static let third = """
        CREATE TABLE advice_inputs (
            hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
            decision INTEGER NOT NULL,
            t_ns INTEGER NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX advice_inputs_decision ON advice_inputs (decision);

        """

    /// Triggers that refuse to change or remove a row.
    private static func guardTriggers(_ table: String) -> String {
        ["UPDATE", "DELETE"].map { action in
            """
            CREATE TRIGGER \(table)_no_\(action.lowercased()) BEFORE \(action) ON \(table)
                BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
            """
        }.joined(separator: "\n")
    }
}
