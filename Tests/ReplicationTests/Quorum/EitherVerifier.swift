import Consensus
import Signing
import Simulation

/// Votes of these worlds carry stand-ins, checkpoints true signatures, for they are checked outside a replica too.
struct EitherVerifier: VoteVerifier {
    func verifies(_ signature: [UInt8], over message: [UInt8], by key: PublicKey) -> Bool {
        StandInKey(key: key).verifies(signature, over: message, by: key) || key.verifies(signature, over: message)
    }
}
