#pragma once
// IPOPT's C header has typedefs named like Swift's own types; they are renamed while it is read.
#define Int IpInt
#define Bool IpBool
#define Index IpIndex
#define Number IpNumber
#include <IpStdCInterface.h>
#undef Int
#undef Bool
#undef Index
#undef Number
