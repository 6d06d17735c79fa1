import Testing

/// One run: how many nodes, who lies, what the network does until it becomes stable.
struct RunSettings: CustomTestStringConvertible, Sendable {
    var nodes: Int
    /// f of the quorum.
    var liars: Int
    /// Who really lies.
    var lying: [Int] = []
    var strategy = Strategy.anything
    /// How the liars lie.
    enum Strategy { case anything, hiddenLock, split }

    /// A node that is down from the first moment.
    var dead: [Int] = []
    var heights = 3
    var lossPercent = 25
    var crashPercent = 2
    /// From here on every message arrives within three milliseconds, and nobody crashes.
    var stable: UInt64 = 1500
    /// Milliseconds after that in which all heights must be decided.
    var patience: UInt64 = 6000

    var honest: [Int] { (0..<nodes).filter { !lying.contains($0) } }

    var testDescription: String {
        "n=\(nodes) f=\(liars) lying=\(lying) dead=\(dead)\(strategy == .anything ? "" : " \(strategy)")"
    }
}

/// What a run showed.
struct RunOutcome {
    var isUndecided = false
    var invalidDecisions = 0
    /// Two different words of one honest node for one step: never.
    var doubleWords = 0
    /// Steps of honest nodes that the model has too, and those that it has not.
    var modelSteps = 0
    var stepsOutsideModel = 0
    var refusals: [String] = []
    var accused: [Int] = []
    var isForked = false
    var halts = 0
    var maxRound: UInt64 = 0
    var lastDecision: UInt64 = 0
}
