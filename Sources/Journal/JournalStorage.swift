/// Where the journal's bytes live: a disk, or a test's disk that fails on purpose.
package protocol JournalStorage: AnyObject {
    /// Up to `count` bytes from `offset`; none at the end.
    func read(at offset: Int, count: Int) throws(StorageFailure) -> [UInt8]
    /// Adds bytes at the end. After a failure any part of them may be there.
    func append(_ bytes: [UInt8]) throws(StorageFailure)
    func truncate(to size: Int) throws(StorageFailure)
    /// Returns when all bytes are durable.
    func sync() throws(StorageFailure)
    /// Returns when the file's name is durable.
    func syncDirectory() throws(StorageFailure)
    /// How much room there is; nil if that cannot be told.
    var room: DiskRoom? { get }
    /// Gives the reserve back to the disk. False if there was none.
    func releaseReserve() -> Bool
}
