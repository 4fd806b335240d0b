import Determinism
import Testing

/// Instants as people and other programs read them.
@Suite struct PlantTimeTextTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000000Z"),
        (-1, "1969-12-31T23:59:59.999999999Z"),
        (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"),
        (1_709_251_199_000_000_001, "2024-02-29T23:59:59.000000001Z"),
        (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000000Z"),
        (1_763_718_290_804_000_000, "2025-11-21T09:44:50.804000000Z"),
        (Int64.min, "1677-09-21T00:12:43.145224192Z"),
        (Int64.max, "2262-04-11T23:47:16.854775807Z"),
    ])
    func `an instant is written in ISO 8601 to the nanosecond`(nanoseconds: Int64, text: String) {
        #expect(PlantTime(nanoseconds: nanoseconds).iso8601 == text)
    }
}
