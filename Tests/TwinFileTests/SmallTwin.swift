/// A small whole twin; the tests change one thing of it at a time.
let smallTwin = """
    twin: kiln
    owner: kiln operations
    model: kiln.mo
    cadence: {sense: 5 s, optimize: 2 min, horizon: 1 h}
    connections:
      plc: {modbus: tcp://10.0.0:502, station: 1, timeout: 2 s, words: low first, registers from: 1}
    tags:
      TIC-1.SP:
        role: MV
        units: degC
        write: {connection: plc, holding: 101, type: float32}
        readback: {connection: plc, input: 201, type: float32}
        loop: {mode: TIC-1.MODE, remote when: [3, 4], saturated: TIC-1.SAT}
        critical: true
        limits:
          engineering: [900, 1300]
          operator: [TIC-1.SP_LO, TIC-1.SP_HI]
          envelope: [1150, 1260]
          ramp: {per 1 min: 3 K, per 10 min: 20 K}
          moves: {smallest: 2 degC, at least apart: 2 min, reversals per h: 4}
          owner: process engineering
          reason: refractory
        recovery: RAMP_TO_SAFE
        safe: 1160
      TIC-1.MODE: {role: state, source: {connection: plc, input: 301, type: uint16}}
      TIC-1.SAT: {role: state, source: {connection: plc, discrete: 12}}
      TIC-1.SP_LO: {role: limit, units: degC, source: {connection: plc, input: 203, type: float32}}
      TIC-1.SP_HI: {role: limit, units: degC, source: {connection: plc, input: 205, type: float32}}
      TI-5.PV:
        role: CV
        units: degC
        source: {connection: plc, input: 305, type: float32}
        valid: {range: [0, 1400], rate: 25 K/s, stale after: 30 s, frozen after: 1 h, spike: 40 K}
      FEED:
        {role: DV, units: t/h, valid: {range: [0, 400]},
         source: {connection: plc, input: 309, type: int16, scale: 0.1}}
      STOPPED: {role: state, source: {connection: plc, discrete: 3}}
    map:
      TIC-1.SP: setpoint[1]
      TI-5.PV: exit_surface
      FEED: throughput
    hold:
      exit_mean: {between: [1180 degC, 1220 degC], soft: 40 EUR/(h.K), owner: quality, reason: spec}
      spread: {below: 35 K, hard: true, owner: quality, reason: cracking}
    interlocks:
      - {when: STOPPED or FEED < 5 t/h, then: no moves, reason: kiln stands still}
    plant modes: {start-up: TI-5.PV < 800 degC}
    objective:
      fuel: {of: fuel, price: 32 EUR/MWh, owner: purchasing, valid for: 31 d}
      moves: {TIC-1.SP: 0.4 EUR/K}
      worth acting above: 8 EUR/h
    regions:
      cold: charge < 100 degC
    modes: {allowed: [advisory, shadow]}
    estimate:
      measurement noise: {TI-5.PV: 2 K}
      states: {"T[1]": {per 1 h: 5 K}}
      disturbances: {wall: {per 1 h: 200 W/K, at start: 500 W/K}, TI-5.PV: {per 1 h: 3 K}}
    learn: {calibrate: [wall], window: 7 d, ask: process engineering}
    """
