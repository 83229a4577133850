declare <8 x double> @llvm.fma.v8f64(<8 x double>, <8 x double>, <8 x double>)
declare <8 x double> @llvm.sqrt.v8f64(<8 x double>)
declare <8 x double> @llvm.fabs.v8f64(<8 x double>)
declare <8 x double> @llvm.trunc.v8f64(<8 x double>)
declare <8 x double> @llvm.masked.gather.v8f64.v8p0(<8 x ptr>, i32, <8 x i1>, <8 x double>)
declare void @llvm.masked.scatter.v8f64.v8p0(<8 x double>, <8 x ptr>, i32, <8 x i1>)

define dso_local void @run(i64 %first, i64 %end, ptr %inputs, ptr %strides, ptr %series, ptr %rows, ptr %lanes, ptr %out, i64 %row, i64 %saves, i64 %every, double %start, double %dt, ptr %history, i64 %steps, ptr %check) #0 {
entry:
  %states = alloca [1 x <8 x double>], align 64
  %sums = alloca [1 x <8 x double>], align 64
  %doubt = alloca [1 x <8 x double>], align 64
  %v1 = insertelement <8 x double> poison, double %dt, i32 0
  %v2 = shufflevector <8 x double> %v1, <8 x double> poison, <8 x i32> zeroinitializer
  br label %block
block:
  %b = phi i64 [ %first, %entry ], [ %b.next, %finish ]
  %lane = mul i64 %b, 8
  %v3 = insertelement <8 x double> poison, double %start, i32 0
  %v4 = shufflevector <8 x double> %v3, <8 x double> poison, <8 x i32> zeroinitializer
  %v5 = getelementptr ptr, ptr %inputs, i64 0
  %v6 = load ptr, ptr %v5
  %v7 = getelementptr i64, ptr %strides, i64 0
  %v8 = load i64, ptr %v7
  %v9 = mul i64 %lane, %v8
  %v10 = getelementptr double, ptr %v6, i64 %v9
  %v11 = load <8 x double>, ptr %v10, align 8
  %v12 = getelementptr ptr, ptr %inputs, i64 1
  %v13 = load ptr, ptr %v12
  %v14 = getelementptr i64, ptr %strides, i64 1
  %v15 = load i64, ptr %v14
  %v16 = mul i64 %lane, %v15
  %v17 = getelementptr double, ptr %v13, i64 %v16
  %v18 = load <8 x double>, ptr %v17, align 8
  %v19 = fdiv <8 x double> splat (double 0x3FF0000000000000), %v18
  store <8 x double> splat (double 0x0000000000000000), ptr %doubt, align 64
  %v20 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> splat (double 0x4024000000000000), ptr %v20, align 64
  %v21 = getelementptr <8 x double>, ptr %sums, i64 0
  store <8 x double> splat (double 0x0000000000000000), ptr %v21, align 64
  br label %begun
begun:
  br label %save.loop
save.loop:
  %s = phi i64 [ 0, %begun ], [ %s.next, %move.last ]
  %k.first = mul i64 %s, %every
  %k.next.save = add i64 %k.first, %every
  br label %step
step:
  %k = phi i64 [ %k.first, %save.loop ], [ %k.next, %moved ]
  %v22 = sitofp i64 %k to double
  %v23 = fmul double %v22, %dt
  %v24 = fadd double %start, %v23
  %v25 = insertelement <8 x double> poison, double %v24, i32 0
  %v26 = shufflevector <8 x double> %v25, <8 x double> poison, <8 x i32> zeroinitializer
  %v27 = getelementptr <8 x double>, ptr %states, i64 0
  %v28 = load <8 x double>, ptr %v27, align 64
  %v29 = fmul <8 x double> %v28, %v19
  %v30 = fneg <8 x double> %v29
  %v31 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v30, <8 x double> %v18, <8 x double> %v28)
  %v32 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v31, <8 x double> %v19, <8 x double> %v29)
  %v33 = fsub <8 x double> %v11, %v32
  %is.save = icmp eq i64 %k, %k.first
  br i1 %is.save, label %save, label %move
save:
  %v34 = load <8 x double>, ptr %doubt, align 64
  %v35 = mul i64 %saves, 0
  %v36 = add i64 %s, %v35
  %v37 = mul i64 %v36, %row
  %v38 = add i64 %v37, %lane
  %v39 = getelementptr double, ptr %out, i64 %v38
  store <8 x double> %v28, ptr %v39, align 64
  %v40 = fsub <8 x double> %v28, %v28
  %v41 = fadd <8 x double> %v34, %v40
  %v42 = getelementptr <8 x double>, ptr %sums, i64 0
  %v43 = load <8 x double>, ptr %v42, align 64
  %v44 = mul i64 %saves, 1
  %v45 = add i64 %s, %v44
  %v46 = mul i64 %v45, %row
  %v47 = add i64 %v46, %lane
  %v48 = getelementptr double, ptr %out, i64 %v47
  store <8 x double> %v43, ptr %v48, align 64
  %v49 = fsub <8 x double> %v43, %v43
  %v50 = fadd <8 x double> %v41, %v49
  store <8 x double> splat (double 0x0000000000000000), ptr %v42, align 64
  store <8 x double> %v50, ptr %doubt, align 64
  %s.plus = add i64 %s, 1
  %is.last = icmp eq i64 %s.plus, %saves
  br i1 %is.last, label %finish, label %move
move:
  %v51 = getelementptr <8 x double>, ptr %states, i64 0
  %v52 = load <8 x double>, ptr %v51, align 64
  %v53 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v2, <8 x double> %v33, <8 x double> %v52)
  %v54 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> %v53, ptr %v54, align 64
  %v55 = getelementptr <8 x double>, ptr %sums, i64 0
  %v56 = load <8 x double>, ptr %v55, align 64
  %v57 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v2, <8 x double> %v11, <8 x double> %v56)
  %v58 = getelementptr <8 x double>, ptr %sums, i64 0
  store <8 x double> %v57, ptr %v58, align 64
  br label %moved
moved:
  %k.next = add i64 %k, 1
  %is.next.save = icmp eq i64 %k.next, %k.next.save
  br i1 %is.next.save, label %move.last, label %step
move.last:
  %s.next = add i64 %s, 1
  br label %save.loop
finish:
  %v59 = load <8 x double>, ptr %doubt, align 64
  %v60 = getelementptr <8 x double>, ptr %states, i64 0
  %v61 = load <8 x double>, ptr %v60, align 64
  %v62 = fsub <8 x double> %v61, %v61
  %v63 = fadd <8 x double> %v59, %v62
  %v64 = getelementptr double, ptr %check, i64 %lane
  store <8 x double> %v63, ptr %v64, align 64
  %b.next = add i64 %b, 1
  %is.done = icmp eq i64 %b.next, %end
  br i1 %is.done, label %exit, label %block
exit:
  ret void
}

attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }
