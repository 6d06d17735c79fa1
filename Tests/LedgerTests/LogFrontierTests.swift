import Ledger
import Signing
import Testing
