import Rulebook
import Simulation
import TestSupport

/// What happens in a world of replicas at a moment.
enum WorldEvent {
    case deliver(kind: UInt8, payload: [UInt8], from: Int, to: Int)
    case connect(Int, to: Int)
    case clock(Int, life: Int)
    case submit(Submission, to: Int)
    case stop(Int)
    case restart(Int)
    /// Who is in which group; links lead only within a group.
    case part([Int])
}

extension SeededNumbers {
    /// True so many times in a hundred thousand.
    mutating func chance(_ share: UInt64) -> Bool { share > 0 && below(100_000) < share }
}
