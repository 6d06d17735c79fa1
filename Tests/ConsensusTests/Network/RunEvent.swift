import Consensus
import Ledger

/// What happens to a node at a moment; `life` counts its restarts, and what a life left behind is lost with it.
enum RunEvent {
    case deliver(Message, from: Int, to: Int)
    case input(Input, to: Int, life: Int)
    case restart(Int)
    case tick(liar: Int)
}
