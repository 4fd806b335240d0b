package import Tags

/// Which tags tell the state of one loop whose setpoint we move.
package struct HandleBinding: Hashable, Codable, Sendable {
    /// A limit the operator sets: live at the control system, or fixed in the twin's file (SI).
    package enum OperatorLimit: Hashable, Codable, Sendable {
        case tag(TagName)
        case fixed(Double)
    }

    /// The handle; its samples are the live setpoint, read back.
    package let tag: TagName
    package let low: OperatorLimit
    package let high: OperatorLimit
    package let mode: TagName
    /// Values of `mode` at which the loop takes our setpoint.
    package let remoteWhen: [Double]
    /// Values at which the operator moves the valve himself.
    package let manualWhen: [Double]
    /// True while the output can go no higher or lower; nil if the plant does not tell.
    package let saturatedHigh: TagName?
    package let saturatedLow: TagName?

    package init(
        tag: TagName, low: OperatorLimit, high: OperatorLimit, mode: TagName,
        remoteWhen: [Double], manualWhen: [Double] = [], saturatedHigh: TagName? = nil,
        saturatedLow: TagName? = nil
    ) {
        self.tag = tag
        self.low = low
        self.high = high
        self.mode = mode
        self.remoteWhen = remoteWhen
        self.manualWhen = manualWhen
        self.saturatedHigh = saturatedHigh
        self.saturatedLow = saturatedLow
    }
}
