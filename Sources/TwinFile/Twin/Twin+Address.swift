extension Twin {
    /// The same twin with its device at another address, such as a simulated plant's.
    ///
    /// Nothing else changes: limits, ramps and interlocks come from the file and from nowhere else.
    /// - Precondition: the twin has one connection, so that there is no doubt which is meant.
    package func reached(at host: String, port: Int) -> Twin {
        precondition(connections.count == 1, "\(connections.count) connections, one is meant")
        precondition((1...65_535).contains(port), "port \(port)")
        var twin = self
        twin.connections[0].modbus.host = host
        twin.connections[0].modbus.port = port
        return twin
    }
}
