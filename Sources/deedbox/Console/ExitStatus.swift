/// What a command's exit code says.
package enum ExitStatus: Int32, Sendable {
    case ok = 0
    /// The ledger refused, a check says no, or rows were left out.
    case no = 1
    /// The command was called in a way that it does not have.
    case usage = 2
    /// It could not be done or could not be checked: a file, the network, the node.
    case failed = 3
}
